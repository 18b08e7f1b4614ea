"""Declared facts in words, with who said them when: for the page of a finding and for the pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ftrportal.audit.models import AuditEntry
from scanners.engine.scope import Declarations
from scanners.models import AccountDeclaration, Connection, Stage
from scanners.selectors.declarations.strictest import value_on
from scanners.selectors.declarations.uses import DECLARED_FACTS

_SHOWN = 10
_WORDS = {
    "partner_led": "Partner-led support",
    "action_plan": "A plan to get AWS support",
    "iam_users": "IAM users",
    "identity_center": "IAM Identity Center",
    "federation": "federation",
    "production": "production",
    "non_production": "non-production",
    "log_archive": "log archive",
}
_COMPANY = ("company_name", "company_domains", "is_contact_phone_attested")


def basis_of(
    connection: Connection,
    declared: Declarations,
    rows: Sequence[AccountDeclaration],
    today: date,
    stores_said: Mapping[str, Any],
) -> list[dict[str, str]]:
    """Every declaration that counts, one row per source. Two queries, for who changed connection and company."""
    found = [*_of_sources(rows, today), *_of_connection(connection), *_of_company(connection, declared)]
    if declared.has_management_contacts:
        found.append(_row("has_management_contacts", "Set, according to the scan of the management account"))
    if declared.complete_trails:
        found.append(_row("complete_trails", "All management events, according to the scan of the owning account"))
    if declared.stores:
        found.append(_row("stores", _counted(declared), by=stores_said["by"], at=stores_said["at"]))
    order = list(DECLARED_FACTS)
    return sorted(found, key=lambda one: (order.index(one["fact"]), one["source"]))


def in_words(value: Any) -> str:
    """A declared value as a person reads it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return in_words(list(value.get("names", [])))
    if isinstance(value, list | tuple):
        named = [_word(one) for one in value]
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        return ", ".join(named[:_SHOWN]) + more
    return _word(value)


def _word(one: Any) -> str:
    if isinstance(one, Mapping):
        return f"{one.get('id', '')} ({_WORDS.get(str(one.get('stage', '')), 'other')})"
    return _WORDS.get(str(one), str(one))


def _of_sources(rows: Iterable[AccountDeclaration], today: date) -> Iterator[dict[str, str]]:
    for row in rows:
        for name, entry in row.facts.items():
            value = value_on(entry, today)
            if value is None or name not in DECLARED_FACTS:
                continue
            unit = " minutes" if name == "rpo_minutes" else ""
            said = {key: str(entry.get(key) or "") for key in ("by", "at", "place", "until")}
            yield _row(name, f"{in_words(value)}{unit}" or "None", source=row.source_name, **said)


def _of_connection(connection: Connection) -> Iterator[dict[str, str]]:
    if connection.stage == Stage.UNKNOWN:
        return
    rows = AuditEntry.objects.for_organization(connection.organization).filter(
        action__in=["connection.created", "connection.changed"], object_id=str(connection.pk), data__has_key="stage"
    )
    by, at = _latest(rows)
    name = "is_log_account" if connection.stage == Stage.LOG_ARCHIVE else "is_production"
    yield _row(name, connection.get_stage_display(), by=by, at=at)


def _of_company(connection: Connection, declared: Declarations) -> Iterator[dict[str, str]]:
    organization = connection.organization
    given = [name for name in _COMPANY if getattr(organization, name)]
    if not given:
        return
    rows = AuditEntry.objects.for_organization(organization).filter(action="organization.declared")
    by, at = _latest(rows)
    for name in given:
        yield _row(name, in_words(getattr(declared, name)), by=by, at=at)


def _latest(rows: Any) -> tuple[str, str]:
    entry = rows.select_related("actor").order_by("-at", "id").first()
    if entry is None:
        return "", ""
    return str(entry.actor or ""), _iso(entry.at)


def _counted(declared: Declarations) -> str:
    sensitive = sum(one.is_sensitive is True for one in declared.stores)
    harmless = sum(one.is_sensitive is False for one in declared.stores)
    return f"{len(declared.stores)} classified: {sensitive} sensitive, {harmless} not sensitive"


def _iso(moment: datetime) -> str:
    return moment.isoformat()


def _row(fact: str, value: str, **said: str) -> dict[str, str]:
    empty = {"by": "", "at": "", "place": "", "source": "", "until": ""}
    return {"fact": fact, "label": DECLARED_FACTS[fact].label, "value": value, **empty, **said}
