"""Connections as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ftrportal.organizations.models import Organization
from scanners.installation import aws_settings
from scanners.messages import describe
from scanners.models import Connection, ConnectionStatus, ScanRun

PROBE_NAMES = {
    "role": "The role that is meant",
    "right_external_id": "With your external id",
    "without_external_id": "Without an external id",
    "wrong_external_id": "With a wrong external id",
    "caller_identity": "Account and role",
    "trust_policy": "Whom the role trusts",
    "permissions": "What the role grants",
}
PROBE_OUTCOMES = {
    "ok": ("Good", "green"),
    "refused": ("Not there yet", "azure"),
    "problem": ("Problem", "red"),
    "unknown": ("Not known", "orange"),
}
_BADGES = {
    ConnectionStatus.DRAFT: "azure",
    ConnectionStatus.PROBING: "azure",
    ConnectionStatus.ACTIVE: "green",
    ConnectionStatus.REFUSED: "red",
    ConnectionStatus.DEGRADED: "orange",
    ConnectionStatus.REVOKED: "secondary",
}


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """One line of the list."""

    connection: Connection
    last_run: ScanRun | None
    badge: str


@dataclass(frozen=True, slots=True)
class ProbeLine:
    """One step of the last verification in words."""

    name: str
    outcome: str
    badge: str
    title: str
    advice: str


def connection_rows(organization: Organization) -> list[ConnectionRow]:
    """All connections, live ones first, with their last scan. Two queries."""
    latest = ScanRun.objects.filter(connection=OuterRef("pk")).order_by("-created_at", "id").values("pk")[:1]
    rows = list(Connection.objects.for_organization(organization).annotate(last_run_id=Subquery(latest)))
    runs = ScanRun.objects.for_organization(organization).in_bulk([row.last_run_id for row in rows if row.last_run_id])
    rows.sort(key=lambda row: row.status == ConnectionStatus.REVOKED)
    return [ConnectionRow(row, runs.get(row.last_run_id), badge(row)) for row in rows]


def badge(connection: Connection) -> str:
    """The colour of a connection's status."""
    return _BADGES[ConnectionStatus(connection.status)]


def probe_lines(connection: Connection) -> list[ProbeLine]:
    """The last verification, step by step."""
    return [_line(connection, probe) for probe in connection.probes]


def problem(connection: Connection) -> ProbeLine | None:
    """What keeps the connection from being verified, said once."""
    if not connection.reason or connection.status in {ConnectionStatus.ACTIVE, ConnectionStatus.REVOKED}:
        return None
    stored = next((probe for probe in connection.probes if probe["code"] == connection.reason), {})
    return _line(connection, {"probe": "", "outcome": "problem", "detail": "", **stored, "code": connection.reason})


def is_waiting(connection: Connection) -> bool:
    """Whether the page may change by itself soon."""
    return connection.status in {ConnectionStatus.DRAFT, ConnectionStatus.PROBING}


def is_still_watched(connection: Connection) -> bool:
    """Whether the portal still asks by itself: for a day."""
    return (timezone.now() - connection.created_at).total_seconds() < 24 * 3600


def _line(connection: Connection, probe: dict[str, str]) -> ProbeLine:
    values = {
        "external_id": str(connection.external_id),
        "principal_arn": aws_settings().portal_principal_arn,
        "role_arn": connection.role_arn,
        "account_id": connection.account_id,
        "detail": probe["detail"],
    }
    text = describe(probe["code"], **values)
    outcome, colour = PROBE_OUTCOMES[probe["outcome"]]
    return ProbeLine(PROBE_NAMES.get(probe["probe"], probe["probe"]), outcome, colour, text.title, text.advice)
