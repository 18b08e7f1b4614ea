"""Takes single facts away from a scan: what is left must never look better than the whole."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from functools import cache

from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome, Verdict
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.run import ScanResult

Facts = Mapping[type, object]
Verdicts = tuple[Verdict, ...]
Place = tuple[str, str]
"""Region and resource."""
_GAP = Unknown(Reason.DENIED, "removed:Fact", "Taken away by a test.")
_GOOD = (Outcome.PASS, Outcome.NOT_APPLICABLE)


def improvements(result: ScanResult) -> list[str]:
    """One line for each verdict that is PASS or NOT_APPLICABLE only because a fact is missing."""
    found = []
    for kind, name, facts in removals(result.facts):
        for check_id in _readers().get(kind, ()):
            after = all_checks()[check_id].run(result.scope, facts)
            better = _better(result.verdicts[check_id], after)
            found += [f"{check_id}: {one} without {name}" for one in sorted(better)]
    return found


def _better(before: Verdicts, after: Verdicts) -> set[Place]:
    """Places that were bad and are good now, and good ones that are new while nothing says what is missing."""
    good = _places(after, *_GOOD) - _places(before, *_GOOD)
    if _places(after, Outcome.UNKNOWN) - _places(before, Outcome.UNKNOWN):
        return good & _places(before, *Outcome)
    return good


def removals(facts: Facts) -> Iterator[tuple[type, str, Facts]]:
    """The facts with one taken away: as a whole, in one Region, or one attribute that may be unread."""
    for kind, fact in facts.items():
        for name, poorer in _poorer(fact):
            yield kind, f"{kind.__name__}{name}", {**facts, kind: poorer}


def _poorer(fact: object) -> Iterator[tuple[str, object]]:
    yield "", _GAP
    if isinstance(fact, Regional):
        for region, one in fact.by_region.items():
            for name, poorer in (("", _GAP), *_without_attribute(one)):
                yield f"[{region}]{name}", Regional({**fact.by_region, region: poorer})
    else:
        yield from _without_attribute(fact)


def _without_attribute(fact: object) -> Iterator[tuple[str, object]]:
    """The fact with one attribute unread, and with one attribute of one of its items unread."""
    if not dataclasses.is_dataclass(fact) or isinstance(fact, type | Unknown):
        return
    for name in _may_be_unread(type(fact)):
        yield f".{name}", dataclasses.replace(fact, **{name: _GAP})
    for field in dataclasses.fields(fact):
        items = getattr(fact, field.name)
        if isinstance(items, tuple):
            for at, item in enumerate(items):
                for name, poorer in _without_attribute(item):
                    changed = (*items[:at], poorer, *items[at + 1 :])
                    yield f".{field.name}[{at}]{name}", dataclasses.replace(fact, **{field.name: changed})


@cache
def _may_be_unread(kind: type) -> tuple[str, ...]:
    """Attributes whose type allows an Unknown: those that a collector can fail to read by themselves."""
    return tuple(name for name, hint in typing.get_type_hints(kind).items() if _allows_unknown(hint))


def _allows_unknown(hint: object) -> bool:
    return hint is Unknown or Unknown in typing.get_args(hint)


@cache
def _readers() -> Mapping[type, tuple[str, ...]]:
    """The checks that read a fact, by its type."""
    checks = all_checks().values()
    kinds = {kind for check in checks for kind in (*check.needs, *check.also)}
    return {kind: tuple(one.id for one in checks if kind in (*one.needs, *one.also)) for kind in kinds}


def _places(verdicts: Verdicts, *outcomes: Outcome) -> set[Place]:
    return {(one.region, one.resource) for one in verdicts if one.outcome in outcomes}
