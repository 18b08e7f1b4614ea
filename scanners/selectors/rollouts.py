"""Rollouts to AWS organizations as their pages show them. Counting and filtering happen in the database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ftrportal.common.text.messages import Message
from ftrportal.organizations.models import Organization, TenantQuerySet
from scanners.messages import describe
from scanners.models import Connection, ConnectionStatus, Rollout, RolloutAccount, Stage
from scanners.onboarding.installation import aws_settings

PER_PAGE = 50
STATES = ("ready", "waiting", "refused", "left_out")
# How often the open page asks: often while somebody just began, not at all after a day.
POLLS = ((timedelta(minutes=15), 5), (timedelta(hours=24), 30))
JUST_ASKED = timedelta(minutes=1)  # somebody wants to see what a look at all accounts brings
_S = ConnectionStatus
_STATE = Case(
    When(left_at__isnull=False, then=Value("left_out")),
    When(connection__status=_S.ACTIVE, then=Value("ready")),
    When(connection__status__in=[_S.REFUSED, _S.DEGRADED], then=Value("refused")),
    When(connection__status__in=[_S.DRAFT, _S.PROBING], then=Value("waiting")),
    When(next_probe_at__isnull=False, then=Value("waiting")),
    default=Value("left_out"),
    output_field=CharField(),
)
_AWS_STATES = {
    "SUSPENDED": "Suspended in AWS",
    "PENDING_CLOSURE": "Pending closure in AWS",
    "CLOSED": "Closed in AWS",
    "PENDING_ACTIVATION": "Pending activation in AWS",
}


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account: its state, and in words why.

    `may_choose` where somebody can include it or leave it out, `connects_alone` where only a connection of its own can.
    `stage` is what a connected account is for, in words; empty where it is not connected through this rollout.
    """

    row: RolloutAccount
    state: str
    note: str
    advice: str
    may_choose: bool
    connects_alone: bool
    stage: str


@dataclass(frozen=True, slots=True)
class RolloutRow:
    """A rollout on the list of connections, with its accounts counted, or why none could be listed."""

    rollout: Rollout
    counts: dict[str, int]
    problem: Message | None
    is_listing: bool


def rollout_rows(organization: Organization) -> list[RolloutRow]:
    """Open rollouts with their counts. One query."""
    rows = RolloutAccount.objects.for_organization(organization).filter(rollout=OuterRef("pk")).annotate(state=_STATE)
    counts = {
        f"{name}_count": Coalesce(
            Subquery(
                rows.filter(state=name).order_by().values("rollout").annotate(number=Count("id")).values("number")
            ),
            0,
        )
        for name in STATES
    }
    found = Rollout.objects.for_organization(organization).filter(ended_at__isnull=True).select_related("source")
    return [
        RolloutRow(row, {name: getattr(row, f"{name}_count") for name in STATES}, listing_problem(row), is_listing(row))
        for row in found.annotate(**counts)
    ]


def rollout_of(connection: Connection) -> Rollout | None:
    """The open rollout that lists its accounts through this connection."""
    rows = Rollout.objects.for_organization(connection.organization).filter(source=connection, ended_at__isnull=True)
    found: Rollout | None = rows.first()
    return found


def account_counts(rollout: Rollout) -> dict[str, int]:
    """How many accounts are in each state. One query."""
    rows = _accounts(rollout).annotate(state=_STATE).order_by().values_list("state").annotate(number=Count("id"))
    return {**dict.fromkeys(STATES, 0), **dict(rows)}


def account_page(rollout: Rollout, counts: dict[str, int], *, state: str, number: str) -> Page[RolloutAccount]:
    """One page of accounts, those that need somebody first; `state` leaves out all others. One query."""
    ranks = [When(state=name, then=Value(rank)) for rank, name in enumerate(("refused", "waiting", "ready"))]
    rows = _accounts(rollout).annotate(state=_STATE).select_related("connection")
    rows = rows.order_by(Case(*ranks, default=Value(9)), "account_id")
    if state in STATES:
        rows = rows.filter(state=state)
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = counts[state] if state in STATES else sum(counts.values())  # counted already
    return paginator.get_page(number)


def account_lines(rollout: Rollout, rows: Page[RolloutAccount]) -> list[AccountLine]:
    """The rows in words."""
    return [_line(rollout, row) for row in rows]


def listing_problem(rollout: Rollout) -> Message | None:
    """Why the accounts could not be listed the last time."""
    return describe(rollout.reason, detail=rollout.reason_detail) if rollout.reason else None


def manager_of(rollout: Rollout) -> tuple[str, Connection | None]:
    """The management account that can list the accounts where this one may not, and its connection here, if any."""
    account_id = rollout.reason_detail
    if rollout.reason != "rollout.plain_member" or not (len(account_id) == 12 and account_id.isdecimal()):
        return "", None
    rows = Connection.objects.for_organization(rollout.organization).filter(account_id=account_id)
    return account_id, rows.exclude(status=_S.REVOKED).first()


def is_listing(rollout: Rollout) -> bool:
    """Whether the first list is still to come."""
    return rollout.listed_at is None and not rollout.reason and rollout.ended_at is None


def poll_seconds(rollout: Rollout, counts: dict[str, int]) -> int:
    """How often the page asks for news; 0 when nothing is pending or nobody has worked on it for a day."""
    age = timezone.now() - rollout.watched_from
    is_pending = counts["waiting"] or is_listing(rollout) or age < JUST_ASKED
    if rollout.ended_at is not None or not is_pending:
        return 0
    return next((seconds for limit, seconds in POLLS if age < limit), 0)


def page_state(rollout: Rollout, lines: list[AccountLine], counts: dict[str, int]) -> str:
    """Names what the list shows, so that a page that shows it already need not be told again."""
    shown = [[line.row.account_id, line.state, line.note, line.stage] for line in lines]
    said = json.dumps([rollout.reason, str(rollout.listed_at), counts, shown, poll_seconds(rollout, counts)])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _accounts(rollout: Rollout) -> TenantQuerySet:
    return RolloutAccount.objects.for_organization(rollout.organization).filter(rollout=rollout)


def _line(rollout: Rollout, row: RolloutAccount) -> AccountLine:
    state: str = row.state  # type: ignore[attr-defined]
    note, advice = _said(rollout, row, state)
    is_own = row.connection is not None and row.connection.rollout_id == rollout.pk
    is_open = rollout.ended_at is None and row.left_at is None and row.aws_state == "ACTIVE"
    may_choose = (
        is_open
        and row.account_id != rollout.management_account_id
        and (row.connection is None or (row.connection.status == _S.REVOKED and not is_own))
    )
    connects_alone = state == "left_out" and not may_choose and bool(advice)
    is_live = is_own and row.connection.status != _S.REVOKED
    stage = str(Stage(row.connection.stage).label) if is_live else ""
    return AccountLine(row, state, note, advice, may_choose, connects_alone, stage)


def _said(rollout: Rollout, row: RolloutAccount, state: str) -> tuple[str, str]:
    connection = row.connection
    if state == "left_out":
        return _why_left_out(rollout, row)
    if state == "ready":
        return ("" if connection is not None and connection.rollout_id == rollout.pk else "Connected separately"), ""
    if state == "refused" and connection is not None:
        text = _describe(rollout, row, connection.reason, _detail(connection))
        return text.title, "Open the account to see what to do."
    if row.probed_at is None:
        return "Not checked yet", ""
    if row.reason == "connection.role_not_assumable":
        return "Role not found yet", ""
    return _describe(rollout, row, row.reason, row.reason_detail).title if row.reason else "", ""


def _why_left_out(rollout: Rollout, row: RolloutAccount) -> tuple[str, str]:
    if row.left_at is not None:
        return "No longer in this AWS organization", "If it is still yours, connect it separately."
    if row.aws_state != "ACTIVE":
        return _AWS_STATES.get(row.aws_state, f"Account state in AWS: {row.aws_state or 'unknown'}"), ""
    if row.account_id == rollout.management_account_id:
        return "Management account", "StackSets do not deploy to it. Connect it separately."
    if row.connection is not None:
        return "Disconnected", "Its external ID is never reused. Connect it separately."
    return ("Excluded", "") if rollout.ended_at is None else ("Rollout ended", "")


def _detail(connection: Connection) -> str:
    return next((probe["detail"] for probe in connection.probes if probe["code"] == connection.reason), "")


def _describe(rollout: Rollout, row: RolloutAccount, message_id: str, detail: str) -> Message:
    return describe(
        message_id,
        external_id=rollout.external_id_of(row.account_id),
        principal_arn=aws_settings().portal_principal_arn,
        role_arn=f"arn:{aws_settings().partition}:iam::{row.account_id}:role/{rollout.role_name}",
        account_id=row.account_id,
        detail=detail,
    )
