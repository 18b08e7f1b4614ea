"""The data stores of an account: what the latest scan saw, and how people classified it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from ftrportal.common.jobs.leases import JobStatus
from scanners.engine.facts.data_stores import FACTS_WITH_STORES, KINDS, SeenStore, stores_in
from scanners.engine.gap_texts import why_unread
from scanners.models import Connection, ScanRun, StoreDeclaration, StoreRole
from scanners.selectors.scans.stored_facts import FactsUnreadable, load_facts

PAGE_SIZE = 50
GONE = "No longer found"


@dataclass(frozen=True, slots=True)
class StoreRow:
    """One store with what is said of it. Names come from the scanned account: hostile, shown escaped only."""

    arn: str
    name: str
    kind: str
    region: str
    hint: str = ""
    why: str = ""
    role: str = ""
    is_sensitive: bool | None = None
    keep_days: int = 0
    declared_by: str = ""
    declared_at: datetime | None = None

    @property
    def role_label(self) -> str:
        return StoreRole(self.role).label if self.role else ""

    @property
    def hint_label(self) -> str:
        return StoreRole(self.hint).label if self.hint else ""

    @property
    def is_classified(self) -> bool:
        """Somebody said what it is for and whether it is sensitive; how long to keep it is not needed for all."""
        return bool(self.role) and self.is_sensitive is not None


@dataclass(frozen=True, slots=True)
class StoreFilters:
    """What to show; empty means all."""

    kind: str = ""
    state: str = ""
    region: str = ""
    text: str = ""


STATES = {
    "open": "Not classified",
    "sensitive": "Sensitive",
    "harmless": "Not sensitive",
    **{f"role_{role.value}": role.label for role in StoreRole},
    "gone": GONE,
}


@dataclass(frozen=True, slots=True)
class AccountStores:
    """Everything the page shows. `run` is the scan the list comes from, None without one whose facts are kept."""

    rows: tuple[StoreRow, ...]
    run: ScanRun | None
    unread: tuple[str, ...] = ()
    problem: str = ""  # an id in the catalogue of messages

    @property
    def open_count(self) -> int:
        return sum(not row.is_classified and row.kind != GONE for row in self.rows)

    @property
    def sensitive_count(self) -> int:
        return sum(row.is_sensitive is True for row in self.rows)

    @property
    def regions(self) -> list[str]:
        return sorted({row.region for row in self.rows if row.region})

    @property
    def kinds(self) -> list[str]:
        present = {row.kind for row in self.rows}
        return [kind for kind in (*KINDS, GONE) if kind in present]


def account_stores(connection: Connection) -> AccountStores:
    """The stores of the latest scan, and declared ones it did not see. Two queries and one file."""
    said = {row.arn: row for row in _declared(connection)}
    runs = ScanRun.objects.for_organization(connection.organization).filter(
        connection=connection, status=JobStatus.FINISHED
    )
    run = runs.order_by("-finished_at", "id").first()
    if run is None:
        return AccountStores(_rows((), said), None)
    try:
        seen = stores_in(load_facts(run, FACTS_WITH_STORES), connection.partition)
    except FactsUnreadable as unreadable:
        return AccountStores(_rows((), said), None, problem=unreadable.message_id)
    gaps = dict.fromkeys(
        f"{kind}{f' in {region}' if region else ''}: {why_unread(gap.reason.value)}"
        + (f" ({gap.action})" if gap.action else "")
        for kind, region, gap in seen.unread
    )
    return AccountStores(_rows(seen.stores, said), run, tuple(gaps))


def chosen(stores: AccountStores, filters: StoreFilters) -> list[StoreRow]:
    """The rows that fit, in order."""
    return [row for row in stores.rows if _fits(row, filters)]


def store_page(rows: list[StoreRow], number: str) -> Page[StoreRow]:
    """One page of them."""
    return Paginator(rows, PAGE_SIZE).get_page(number)


def store_said(connection: Connection, arn: str) -> StoreRow | None:
    """What is said of one store, None if nothing is. One query."""
    row = _declared(connection).filter(arn=arn).first()
    return _row(SeenStore(arn, arn.rpartition(":")[2], "", ""), row) if row else None


def _declared(connection: Connection):  # type: ignore[no-untyped-def]
    rows = StoreDeclaration.objects.for_organization(connection.organization).filter(account_id=connection.account_id)
    return rows.select_related("declared_by")


def _rows(seen: Iterable[SeenStore], said: dict[str, StoreDeclaration]) -> tuple[StoreRow, ...]:
    rows = [_row(store, said.pop(store.arn, None)) for store in seen]
    rows += [_row(SeenStore(arn, arn.rpartition(":")[2], GONE, ""), row) for arn, row in said.items()]
    return tuple(rows)


def _row(store: SeenStore, said: StoreDeclaration | None) -> StoreRow:
    known = (store.arn, store.name, store.kind, store.region, store.hint, store.why)
    if said is None:
        return StoreRow(*known)
    by = str(said.declared_by or "")
    return StoreRow(*known, said.role, said.is_sensitive, said.keep_days, by, said.declared_at)


def _fits(row: StoreRow, filters: StoreFilters) -> bool:
    return (
        (not filters.kind or row.kind == filters.kind)
        and (not filters.region or row.region == filters.region)
        and (not filters.text or filters.text.lower() in f"{row.name} {row.arn}".lower())
        and (not filters.state or _is_in_state(row, filters.state))
    )


def _is_in_state(row: StoreRow, state: str) -> bool:
    if state.startswith("role_"):
        return row.role == state.removeprefix("role_")
    return {
        "open": not row.is_classified and row.kind != GONE,
        "sensitive": row.is_sensitive is True,
        "harmless": row.is_sensitive is False,
        "gone": row.kind == GONE,
    }.get(state, False)
