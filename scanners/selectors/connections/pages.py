"""Connections as their pages show them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Case, OuterRef, Subquery, Value, When
from django.utils import timezone

from ftrportal.organizations.models import Organization
from scanners.engine.aws.opt_in import OPT_INS
from scanners.messages import describe
from scanners.models import Connection, ConnectionStatus, ScanRun
from scanners.onboarding.installation import aws_settings
from scanners.selectors.connections.roles import needs_update

PROBE_NAMES = {
    "role": "Expected role",
    "right_external_id": "With your external ID",
    "without_external_id": "Without an external ID",
    "wrong_external_id": "With a wrong external ID",
    "caller_identity": "Account and role",
    "trust_policy": "Trust policy",
    "permissions": "Permissions",
}
PROBE_OUTCOMES = {
    "ok": ("pass", "Passed"),
    "refused": ("queued", "Not found yet"),
    "problem": ("fail", "Problem"),
    "unknown": ("unknown", "Unknown"),
}


PER_PAGE = 50
_AWAITED = {ConnectionStatus.DRAFT, ConnectionStatus.PROBING, ConnectionStatus.REFUSED}
JUST_ASKED = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One line of the list; the connection carries its last scan as `connection_page` put it there."""

    connection: Connection
    needs_update: bool


@dataclass(frozen=True, slots=True)
class ProbeLine:
    """One step of the last verification in words; `badge` is a word of ftrportal.common.web.badges."""

    name: str
    badge: str
    outcome: str
    title: str
    advice: str


def connection_page(organization: Organization, number: str) -> Page[Connection]:
    """One page of connections, live ones first, each with its last scan's id, time and status. Two queries."""
    latest = ScanRun.objects.filter(connection=OuterRef("pk")).order_by("-created_at", "id")
    last = {f"last_run_{name}": Subquery(latest.values(name)[:1]) for name in ("id", "created_at", "status")}
    is_revoked = Case(When(status=ConnectionStatus.REVOKED, then=Value(1)), default=Value(0))
    rows = Connection.objects.for_organization(organization).annotate(**last)
    return Paginator(rows.order_by(is_revoked, "account_id", "created_at"), PER_PAGE).get_page(number)


def connection_rows(page: Page[Connection]) -> list[ConnectionRow]:
    """The lines of one page."""
    return [ConnectionRow(row, needs_update(row)) for row in page]


def probe_lines(connection: Connection) -> list[ProbeLine]:
    """The last verification, step by step."""
    return [_line(connection, probe) for probe in connection.probes]


def problem(connection: Connection) -> ProbeLine | None:
    """Why a role that exists is not used; None while it is awaited, and while all is well."""
    if not connection.reason or connection.status not in {ConnectionStatus.REFUSED, ConnectionStatus.DEGRADED}:
        return None
    stored: dict[str, str] = next((probe for probe in connection.probes if probe["code"] == connection.reason), {})
    return _line(connection, {"probe": "", "outcome": "problem", "detail": "", **stored, "code": connection.reason})


def is_changing(connection: Connection) -> bool:
    """Whether the page may change by itself soon: the role is awaited, or somebody just asked to check it."""
    if connection.status in _AWAITED:
        return True
    asked = connection.verification_asked_at
    is_checked = connection.status in {ConnectionStatus.ACTIVE, ConnectionStatus.DEGRADED}
    return is_checked and asked is not None and asked > timezone.now() - JUST_ASKED


def state(connection: Connection) -> str:
    """Names what the status part shows, so that a page that shows it already need not be told again.

    What stands before the dot decides about the rest of the page.
    """
    is_waiting = connection.status in {ConnectionStatus.DRAFT, ConnectionStatus.PROBING}
    shown = "waiting" if is_waiting else connection.status
    role = _digest([connection.differences, connection.template_version])
    return f"{shown}-{role}.{_digest([connection.reason, connection.probes, str(connection.verified_at)])}"


def _digest(said: list[object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:12]


def wants_role(connection: Connection) -> bool:
    """Whether the page explains how to make the role, or to bring it up to the template and what is chosen now."""
    return connection.status not in {ConnectionStatus.ACTIVE, ConnectionStatus.REVOKED} or needs_update(connection)


def role_exists(connection: Connection) -> bool:
    """Whether the role was seen before, so that its stack is updated and not made."""
    return connection.verified_at is not None


def opt_in_titles(connection: Connection) -> list[str]:
    """The readings that were switched on, as people know them."""
    return [one.title for one in OPT_INS if one.id in connection.opt_ins]


def is_still_watched(connection: Connection) -> bool:
    """Whether the portal still asks by itself: for a day."""
    return timezone.now() - connection.created_at < timedelta(hours=24)


def _line(connection: Connection, probe: dict[str, str]) -> ProbeLine:
    values = {
        "external_id": connection.external_id,
        "principal_arn": aws_settings().portal_principal_arn,
        "role_arn": connection.role_arn,
        "account_id": connection.account_id,
        "detail": probe["detail"],
    }
    text = describe(probe["code"], **values)
    badge, outcome = PROBE_OUTCOMES[probe["outcome"]]
    if probe["code"] == "connection.permissions_missing":
        badge, outcome = "unknown", "Update"  # it can be used, yet something is to be done
    return ProbeLine(PROBE_NAMES.get(probe["probe"], probe["probe"]), badge, outcome, text.title, text.advice)
