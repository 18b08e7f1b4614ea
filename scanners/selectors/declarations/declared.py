"""What is declared about a connection's account, as the checks take it, and on whose word it rests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from ftrportal.common.jobs.leases import JobStatus
from scanners.engine.scope import Declarations, DeclaredStore, OwnAccount
from scanners.models import AccountDeclaration, Connection, ConnectionStatus, Finding, ScanRun, Stage, StoreDeclaration
from scanners.selectors.declarations.complete_trails import COMPLETE_TRAIL_FINDING
from scanners.selectors.declarations.strictest import last_days, strictest
from scanners.selectors.declarations.texts import basis_of

# A log archive is neither: whether it needs a support plan of its own is for a person to say.
_IS_PRODUCTION = {Stage.PRODUCTION.value: True, Stage.NON_PRODUCTION.value: False}


@dataclass(frozen=True, slots=True)
class Declared:
    """The declarations, and on what they rest: JSON-safe rows of {fact, label, value, by, at, place, source, until}."""

    declarations: Declarations
    basis: list[dict[str, str]]
    ends_on: date | None  # the next day on which something of it stops counting


def declarations_of(connection: Connection) -> Declarations:
    """The declarations that hold now. The number of queries does not grow with the number of accounts."""
    return declared_about(connection).declarations


def declared_about(connection: Connection) -> Declared:
    """The same, with who said it when."""
    organization, today = connection.organization, timezone.now().date()
    rows = list(AccountDeclaration.objects.for_organization(organization).filter(account_id=connection.account_id))
    stores = _stores(connection)
    values = strictest([row.facts for row in rows], today)
    registered: Sequence[tuple[str, str]] = values.pop("own_accounts", ())
    own = _own_accounts(connection, registered)
    declarations = Declarations(
        is_production=_is_production(connection, registered),
        is_log_account=connection.stage == Stage.LOG_ARCHIVE,
        own_accounts=own,
        company_name=organization.company_name or organization.name,
        company_domains=tuple(organization.company_domains),
        is_contact_phone_attested=organization.is_contact_phone_attested,
        has_management_contacts=_has_management_contacts(connection),
        complete_trails=_complete_trails(connection),
        stores=stores,
        **values,
    )
    basis = basis_of(connection, declarations, rows, today, _stores_said(connection))
    return Declared(declarations, basis, _next_end(rows, today))


def _is_production(connection: Connection, registered: Sequence[tuple[str, str]]) -> bool | None:
    """What the connection says; production as soon as the register of a workload says it, which asks for more."""
    stages = {stage for account_id, stage in registered if account_id == connection.account_id}
    if Stage.PRODUCTION in stages:
        return True
    said = _IS_PRODUCTION.get(connection.stage)
    if said is None and connection.stage == Stage.UNKNOWN and stages == {Stage.NON_PRODUCTION.value}:
        return False
    return said


def _own_accounts(connection: Connection, registered: Sequence[tuple[str, str]]) -> tuple[OwnAccount, ...]:
    """The connected accounts and those of the register. Where the two differ about a stage, both are kept."""
    live = Connection.objects.for_organization(connection.organization).exclude(status=ConnectionStatus.REVOKED)
    connected = {row.account_id: row for row in live.order_by("account_id")}
    stages: dict[str, set[str]] = {account_id: set() for account_id in connected}
    for row in connected.values():
        stages[row.account_id].add("" if row.stage == Stage.UNKNOWN else row.stage)
    for account_id, stage in registered:
        stages.setdefault(account_id, set()).add(stage)
    return tuple(
        OwnAccount(account_id, stage, is_connected=account_id in connected and connected[account_id].is_active)
        for account_id, found in sorted(stages.items())
        for stage in sorted(found - {""} or {""})
    )


def _has_management_contacts(connection: Connection) -> bool:
    """Whether the latest scan of a connected management account found its contacts and this account as its member."""
    return _latest_scans_of_others(connection).filter(speaks_for__contains=[connection.account_id]).exists()


def _complete_trails(connection: Connection) -> tuple[str, ...]:
    """Organization trails that the latest scan of another account found to record all events of all regions."""
    rows = Finding.objects.for_organization(connection.organization).filter(
        run__in=_latest_scans_of_others(connection), **COMPLETE_TRAIL_FINDING
    )
    return tuple(sorted(set(rows.values_list("resource", flat=True))))


def _latest_scans_of_others(connection: Connection) -> QuerySet[ScanRun]:
    """The latest finished scan of every other account that is connected."""
    latest = (
        ScanRun.objects.for_organization(connection.organization)
        .filter(status=JobStatus.FINISHED)
        .exclude(connection__status=ConnectionStatus.REVOKED)
        .exclude(connection=connection)
        .order_by("connection_id", "-finished_at", "id")
        .distinct("connection_id")
        .values_list("pk", flat=True)
    )
    return ScanRun.objects.for_organization(connection.organization).filter(pk__in=latest)


def _stores(connection: Connection) -> tuple[DeclaredStore, ...]:
    rows = StoreDeclaration.objects.for_organization(connection.organization).filter(account_id=connection.account_id)
    columns = rows.order_by("arn").values_list("arn", "role", "is_sensitive", "keep_days")
    return tuple(DeclaredStore(*values) for values in columns)


def _stores_said(connection: Connection) -> Mapping[str, Any]:
    """Who classified stores last, and when."""
    rows = StoreDeclaration.objects.for_organization(connection.organization).filter(account_id=connection.account_id)
    latest = rows.aggregate(at=Max("declared_at"))["at"]
    last = rows.filter(declared_at=latest).select_related("declared_by").first() if latest else None
    return {"by": str(last.declared_by or "") if last else "", "at": latest.isoformat() if latest else ""}


def _next_end(rows: Sequence[AccountDeclaration], today: date) -> date | None:
    days = (day for row in rows for entry in row.facts.values() for day in last_days(entry))
    return min((day for day in days if day >= today), default=None)


def waits_for_judging(connection: Connection) -> bool:
    """Whether something was declared that the findings of the latest scan do not show yet."""
    return connection.declared_at is not None


def due_for_judging(today: date) -> Q:
    """Connections about whose account something was declared, or stopped counting, since the last judging."""
    return Q(declared_at__isnull=False) | Q(declarations_end_on__lt=today)
