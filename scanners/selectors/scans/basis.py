"""On what people's word a finding rests, and where somebody says what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from scanners.models import Finding
from scanners.selectors.declarations.stores import StoreRow, store_said
from scanners.selectors.declarations.uses import DECLARED_FACTS, Asked, facts_read_by


@dataclass(frozen=True, slots=True)
class Word:
    """One declaration as the scan was judged by it. `place` names where it was asked, `source` whose it is."""

    value: str
    by: str
    at: datetime | None
    place: str
    source: str
    until: str


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One declared fact the check may look at. Without words it counts as not said."""

    fact: str
    label: str
    asked: Asked
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """`store` is what is said of the very resource, where the check looks at stores."""

    lines: tuple[BasisLine, ...]
    looks_at_stores: bool
    store: StoreRow | None


def basis_of_finding(finding: Finding) -> Basis:
    """What the check may rest on. One query where it looks at stores, else none: the scan keeps the rest."""
    names = facts_read_by(finding.check_id)
    lines = tuple(_line(name, finding.run.declared) for name in names if name != "stores")
    looks = "stores" in names
    return Basis(lines, looks, store_said(finding.run.connection, finding.resource) if looks else None)


def _line(name: str, declared: Sequence[Mapping[str, str]]) -> BasisLine:
    fact = DECLARED_FACTS[name]
    words = tuple(
        Word(
            one.get("value", ""),
            one.get("by", ""),
            parse_datetime(one.get("at") or "") if one.get("at") else None,
            one.get("place", ""),
            one.get("source", ""),
            one.get("until", ""),
        )
        for one in declared
        if one.get("fact") == name
    )
    return BasisLine(name, fact.label, fact.asked, words)
