"""Stores declarations about accounts and data stores, and schedules the re-evaluation of the latest scans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.organizations.models import Organization, User
from scanners.models import AccountDeclaration, Connection, StoreDeclaration
from scanners.selectors.declarations.strictest import SOURCED
from scanners.services.declarations.due import declared_anew

_SAID = ("value", "until", "place")
_NAMED = 20


@dataclass(frozen=True, slots=True)
class DeclaredValue:
    """One fact as a source gives it: JSON-safe `value`, the last day it counts, where it was asked, who said it when.

    A value of {"names": [{"name", "until"}], "not": [names]} lists names that count each to a day of their own.
    """

    value: Any
    place: str
    by: str
    at: datetime
    until: date | None = None

    def stored(self) -> dict[str, Any]:
        """The entry of `AccountDeclaration.facts`."""
        until = self.until.isoformat() if self.until else None
        return {"value": self.value, "until": until, "place": self.place, "by": self.by, "at": self.at.isoformat()}


@transaction.atomic
def declare(
    *,
    organization: Organization,
    actor: User | None,
    source: str,
    source_name: str,
    accounts: Mapping[str, Mapping[str, DeclaredValue]],
) -> list[str]:
    """Replace all declarations of a source; accounts it omits lose them. Returns the changed accounts."""
    unknown = {name for facts in accounts.values() for name in facts} - SOURCED
    if unknown:
        raise ValueError(f"nobody merges the declared facts {sorted(unknown)}")
    rows = AccountDeclaration.objects.for_organization(organization).filter(source=source)
    existing = {row.account_id: row for row in rows.select_for_update()}
    gone = sorted(set(existing) - set(accounts))
    changed: dict[str, set[str]] = {account_id: set(existing[account_id].facts) for account_id in gone}
    kept = []
    for account_id, facts in accounts.items():
        row = existing.get(account_id) or AccountDeclaration(
            organization=organization, account_id=account_id, source=source
        )
        stored, names = _renewed(row.facts, facts)
        is_new = account_id not in existing
        if is_new or names or row.source_name != source_name:
            row.facts, row.source_name, row.updated_at = stored, source_name, timezone.now()
            kept.append(row)
        if is_new or names:
            changed[account_id] = names
    rows.filter(account_id__in=gone).delete()
    AccountDeclaration.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["organization", "account_id", "source"],
        update_fields=["facts", "source_name", "updated_at"],
    )
    if changed:
        names_changed = sorted({name for names in changed.values() for name in names})
        shown = {"facts": names_changed, "accounts": sorted(changed)[:_NAMED], "source": source}
        record("declaration.changed", organization=organization, actor=actor, target=organization, **shown)
        declared_anew(organization, changed)
    return sorted(changed)


def _renewed(before: Mapping[str, Any], facts: Mapping[str, DeclaredValue]) -> tuple[dict[str, Any], set[str]]:
    """The entries to store, and the names whose value changed. Unchanged entries keep their author and time."""
    stored = {name: value.stored() for name, value in facts.items()}
    changed = set(before) ^ set(stored)
    for name in set(before) & set(stored):
        if all(before[name].get(part) == stored[name][part] for part in _SAID):
            stored[name] = before[name]
        else:
            changed.add(name)
    return stored, changed


@dataclass(frozen=True, slots=True)
class StoreChange:
    """Classification of one data store; None means no change. `is_sensitive`: "yes", "no" or "" (not classified)."""

    arn: str
    role: str | None = None
    is_sensitive: str | None = None
    keep_days: int | None = None


_SENSITIVE = {"yes": True, "no": False, "": None}


@transaction.atomic
def classify_stores(*, connection: Connection, actor: User, changes: Sequence[StoreChange]) -> int:
    """Store classifications of data stores of the account. Returns the number of changes."""
    organization = connection.organization
    # Two who say different things of a store that nobody spoke of before: the second waits and adds to the first's.
    Connection.objects.select_for_update(no_key=True).get(pk=connection.pk)
    rows = StoreDeclaration.objects.for_organization(organization).filter(account_id=connection.account_id)
    existing = {row.arn: row for row in rows.filter(arn__in=[one.arn for one in changes]).select_for_update()}
    changed = []
    for change in changes:
        row = existing.get(change.arn) or StoreDeclaration(
            organization=organization, account_id=connection.account_id, arn=change.arn
        )
        if _take(row, change):
            row.declared_by, row.declared_at = actor, timezone.now()
            changed.append(row)
            existing[change.arn] = row
    if not changed:
        return 0
    StoreDeclaration.objects.bulk_create(
        list({row.arn: row for row in changed}.values()),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["organization", "account_id", "arn"],
        update_fields=["role", "is_sensitive", "keep_days", "declared_by", "declared_at"],
    )
    _note(connection, actor, changed)
    declared_anew(organization, [connection.account_id])
    return len({row.arn for row in changed})


def _take(row: StoreDeclaration, change: StoreChange) -> bool:
    before = (row.role, row.is_sensitive, row.keep_days)
    if change.role is not None:
        row.role = change.role
    if change.is_sensitive is not None:
        row.is_sensitive = _SENSITIVE[change.is_sensitive]
    if change.keep_days is not None:
        row.keep_days = change.keep_days
    return (row.role, row.is_sensitive, row.keep_days) != before


def _note(connection: Connection, actor: User, changed: Iterable[StoreDeclaration]) -> None:
    said = [
        {"arn": row.arn, "role": row.role, "is_sensitive": row.is_sensitive, "keep_days": row.keep_days}
        for row in changed
    ]
    # Everything that was said, in parts: the trail must show who called which store harmless.
    for start in range(0, len(said), 500):
        record(
            "stores.classified",
            organization=connection.organization,
            actor=actor,
            target=connection,
            count=len(said),
            stores=said[start : start + 500],
        )
