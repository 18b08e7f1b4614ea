"""Lists the accounts of an AWS organization in a worker, through the connection to one of them.

AWS is asked outside any transaction. Only a whole, successful list changes anything: what could not be read leaves
every account as it was.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.queue import send_on_commit
from ftrportal.common.text.lines import one_line
from ftrportal.organizations.models import TenantQuerySet
from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.roles import InvalidRole
from scanners.engine.aws.session import AssumeFailed, SessionPart, assume
from scanners.engine.collectors import organization as collector
from scanners.engine.collectors.collector import Context
from scanners.engine.facts.organization import Membership, OrgAccount, OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.models import Connection, ConnectionStatus, Rollout, RolloutAccount
from scanners.onboarding import installation
from scanners.onboarding.connection import role_ref
from scanners.services.connections.lifecycle import revoke_connection

log = structlog.get_logger(__name__)

LISTED_EVERY = timedelta(hours=24)
LISTING_SECONDS = 300
URGENT_SECONDS = 5
RETRY = timedelta(hours=1)
_OPERATIONS = tuple(operation for one in collector.COLLECTORS for operation in one.operations)


class NotListed(Exception):
    """The accounts could not be listed; `message_id` is in the message catalogue."""

    def __init__(self, message_id: str, detail: str = "") -> None:
        super().__init__(message_id)
        self.message_id = message_id
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Listing:
    """All accounts of one AWS organization."""

    org_id: str
    management_account_id: str
    accounts: tuple[OrgAccount, ...]


def ask_listing(*, rollout: Rollout, is_urgent: bool = False) -> bool:
    """Send a job that lists the accounts; the sweep does so daily, and hourly after a failure."""
    now = timezone.now()
    wait = timedelta(seconds=URGENT_SECONDS) if is_urgent else RETRY
    due = Q(listing_asked_at__isnull=True) | Q(listing_asked_at__lte=now - wait)
    rows = Rollout.objects.filter(due, _idle(now), pk=rollout.pk, ended_at__isnull=True)
    with transaction.atomic():
        if not rows.update(listing_asked_at=now):
            return False
        send_on_commit("scanners.list_rollout", str(rollout.organization_id), str(rollout.pk))
    return True


def list_accounts(organization_id: UUID | str, rollout_id: UUID | str) -> None:
    """List the accounts of the organization and store them, unless another worker is doing so."""
    rollout = claim_listing(organization_id, rollout_id)
    if rollout is None:
        return
    try:
        store_listing(rollout, _read(rollout.source))
    except (AssumeFailed, InvalidRole) as failed:
        store_failure(rollout, failed.message_id, getattr(failed, "detail", ""))
    except Exception:
        # The outermost edge of the task: the accounts stay as they were, and the page says that we try again.
        log.exception("listing_failed", rollout=str(rollout.pk), organization=str(rollout.organization_id))
        store_failure(rollout, "rollout.not_listed")


def claim_listing(organization_id: UUID | str, rollout_id: UUID | str) -> Rollout | None:
    """Claim the listing of an open rollout whose source is connected."""
    now = timezone.now()
    with organization_context(organization_id):
        rows = Rollout.objects.filter(_idle(now), pk=rollout_id, organization_id=organization_id, ended_at__isnull=True)
        if not rows.filter(source__status=ConnectionStatus.ACTIVE).update(listing_started_at=now):
            return None
        found: Rollout = Rollout.objects.select_related("organization", "source").get(pk=rollout_id)
        return found


def store_failure(rollout: Rollout, reason: str, detail: str = "") -> None:
    """Store why the accounts could not be listed; they do not change."""
    with organization_context(rollout.organization_id):
        _held(rollout).update(listing_started_at=None, reason=reason, reason_detail=one_line(detail)[:500])


def store_listing(rollout: Rollout, facts: OrgFacts | Unknown) -> None:
    """Store the list from AWS, unless it is invalid or of another organization."""
    try:
        listing = _usable(rollout, facts)
    except NotListed as problem:
        store_failure(rollout, problem.message_id, problem.detail)
        return
    now = timezone.now()
    columns = {
        "listing_started_at": None,
        "listed_at": now,
        "org_id": listing.org_id,
        "management_account_id": listing.management_account_id,
        "reason": "",
        "reason_detail": "",
    }
    with organization_context(rollout.organization_id):
        if not _held(rollout).update(**columns):
            return
        is_first = rollout.listed_at is None
        rollout.refresh_from_db()
        _store_accounts(rollout, listing.accounts, is_first=is_first, now=now)


def locked_accounts(rows: TenantQuerySet) -> list[RolloutAccount]:
    """These accounts with their connections, which nobody can change before the transaction ends."""
    list(rows.select_for_update().order_by("account_id").values_list("pk"))
    # Read afterwards: a connection that is joined to a row one had to wait for would be the one of before.
    return list(rows.select_related("connection"))


def settle(row: RolloutAccount, rollout: Rollout, now: datetime) -> None:
    """When the role is looked for next in the account; None if it is not awaited."""
    is_awaited = (
        row.is_included
        and row.aws_state == "ACTIVE"
        and row.left_at is None
        and row.connection_id is None
        and row.account_id != rollout.management_account_id  # StackSets of an organization leave it out
        and rollout.ended_at is None
    )
    row.next_probe_at = (row.next_probe_at or now) if is_awaited else None


def _read(source: Connection) -> OrgFacts | Unknown:
    """The organization facts, read in a session that is limited to these calls."""
    actions = sorted({operation.action for operation in _OPERATIONS})
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))
    settings = installation.aws_settings()
    session = assume(role_ref(source), settings=settings, purpose="organization", parts=(SessionPart(policy),))
    reader = AwsReader(session, in_flight=2)
    try:
        nothing = Unknown(Reason.NOT_COLLECTED, "")
        return collector.collect(Context(reader, timezone.now(), nothing, nothing, secrets.token_bytes(32)))
    finally:
        reader.close()
        session.close()


def _usable(rollout: Rollout, facts: OrgFacts | Unknown) -> Listing:
    """The list, if these facts hold one of the rollout's organization. Raises NotListed."""
    if isinstance(facts, Unknown):
        raise NotListed(_unread(facts), _said(facts))
    if facts.membership is Membership.STANDALONE:
        raise NotListed("rollout.standalone")
    for one in (facts.org_id, facts.management_account_id, facts.accounts):
        if isinstance(one, Unknown):
            raise NotListed(_unread(one), _said(one))
    org_id, management = str(facts.org_id), str(facts.management_account_id)
    if not isinstance(facts.accounts, tuple):
        raise NotListed("rollout.plain_member", management)
    if rollout.org_id and org_id != rollout.org_id:
        raise NotListed("rollout.other_organization", org_id)
    return Listing(org_id, management, facts.accounts)


def _unread(gap: Unknown) -> str:
    is_denied = gap.reason in (Reason.DENIED, Reason.DENIED_SCP, Reason.DENIED_RESOURCE)
    return "rollout.listing_denied" if is_denied else "rollout.not_readable"


def _said(gap: Unknown) -> str:
    return f"{gap.action}: {gap.detail}" if gap.action else gap.detail


def _store_accounts(rollout: Rollout, listed: Iterable[OrgAccount], *, is_first: bool, now: datetime) -> None:
    by_id = {one.id: one for one in listed}
    known = RolloutAccount.objects.for_organization(rollout.organization).filter(rollout=rollout)
    rows = {row.account_id: row for row in locked_accounts(known)}
    live = _live_connections(rollout, by_id)
    new = [
        RolloutAccount(
            organization=rollout.organization,
            rollout=rollout,
            account_id=account_id,
            is_included=is_first or rollout.takes_new,
        )
        for account_id in by_id
        if account_id not in rows
    ]
    for row in [*new, *(row for account_id, row in rows.items() if account_id in by_id)]:
        _take_over(row, by_id[row.account_id], live.get(row.account_id))
        settle(row, rollout, now)
    columns = ["name", "aws_state", "left_at", "connection", "next_probe_at"]
    RolloutAccount.objects.bulk_create(new, batch_size=500)
    RolloutAccount.objects.bulk_update([row for key, row in rows.items() if key in by_id], columns, batch_size=500)
    _let_go([row for key, row in rows.items() if key not in by_id and row.left_at is None], rollout, now)
    if new and not is_first:
        ids = sorted(row.account_id for row in new)
        record("rollout.accounts_joined", organization=rollout.organization, actor=None, target=rollout, accounts=ids)


def _take_over(row: RolloutAccount, listed: OrgAccount, connection: Connection | None) -> None:
    row.name = one_line(listed.name)[:120]
    row.aws_state = listed.state[:30]
    row.left_at = None
    if connection is not None:
        row.connection = connection


def _let_go(rows: list[RolloutAccount], rollout: Rollout, now: datetime) -> None:
    """Accounts that left the organization may belong to somebody else by now: a person has to connect them again."""
    for row in rows:
        row.left_at, row.next_probe_at = now, None
        connection = row.connection
        if connection is not None and connection.rollout_id == rollout.pk:
            revoke_connection(connection=connection, actor=None, reason="left_organization")
    RolloutAccount.objects.bulk_update(rows, ["left_at", "next_probe_at"], batch_size=500)
    if rows:
        ids = sorted(row.account_id for row in rows)
        record("rollout.accounts_left", organization=rollout.organization, actor=None, target=rollout, accounts=ids)


def _live_connections(rollout: Rollout, account_ids: Iterable[str]) -> Mapping[str, Connection]:
    rows = Connection.objects.for_organization(rollout.organization).filter(account_id__in=list(account_ids))
    return {row.account_id: row for row in rows.exclude(status=ConnectionStatus.REVOKED)}


def _idle(now: datetime) -> Q:
    lapsed = now - timedelta(seconds=LISTING_SECONDS)
    return Q(listing_started_at__isnull=True) | Q(listing_started_at__lt=lapsed)


def _held(rollout: Rollout) -> TenantQuerySet:
    return Rollout.objects.filter(pk=rollout.pk, listing_started_at=rollout.listing_started_at, ended_at__isnull=True)
