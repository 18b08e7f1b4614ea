"""Which calls a check rests on, by what checks and collectors declare of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from scanners.engine.aws.regions import LIST_REGIONS
from scanners.engine.checks.registry import Check, all_checks
from scanners.engine.collectors.catalog import all_collectors
from scanners.engine.collectors.collector import Collector
from scanners.public_types import CallView


def calls_of(check_id: str) -> tuple[CallView, ...]:
    """Every call made for the facts the check reads, by name; none for an id that no check has."""
    check = all_checks().get(check_id)
    return () if check is None else _calls(check)


def _calls(check: Check) -> tuple[CallView, ...]:
    found: dict[str, CallView] = {}
    for collector in _behind(check):
        operations = (*collector.operations, LIST_REGIONS) if collector.is_regional else collector.operations
        for one in operations:
            found[str(one)] = CallView(one.service, one.name, one.action)
    return tuple(found[name] for name in sorted(found))


def _behind(check: Check) -> Iterable[Collector]:
    """The collectors of its facts, in the check's order."""
    producers = _producers()
    return [producers[kind] for kind in (*check.needs, *check.also) if kind in producers]


@cache
def _producers() -> Mapping[type, Collector]:
    return {collector.produces: collector for collector in all_collectors()}
