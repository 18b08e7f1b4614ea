"""What a scan read about one resource, cut out of the stored facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.checks.registry import all_checks
from scanners.models import Finding
from scanners.selectors.scans.stored_facts import load_scan

_MOST = 200  # objects of one fact; the whole is in the download
_SHORTEST_NAME = 3


def facts_about(finding: Finding) -> dict[str, Any]:
    """The facts the check was given, narrowed to the finding's resource where they name it. Raises FactsUnreadable."""
    check = all_checks().get(finding.check_id)
    kinds = [kind.__name__ for kind in (*check.needs, *check.also)] if check else []
    raw = load_scan(finding.run).raw
    return {
        "scan": str(finding.run_id),
        "account": finding.account_id,
        "check": finding.check_id,
        "resource": finding.resource,
        "region": finding.region,
        "facts_sha256": finding.run.facts_sha256,
        "facts": {kind: _narrowed(raw[kind], finding) for kind in kinds if kind in raw},
    }


def _narrowed(entry: Mapping[str, Any], finding: Finding) -> Any:
    inside: Any = entry
    if finding.region and finding.region in entry.get("regions", {}):
        inside = entry["regions"][finding.region]
    named = list(_named(inside, _names(finding.resource)))
    return named[:_MOST] if named else inside


def _names(resource: str) -> frozenset[str]:
    """The ARN and its last part; an account itself is named by the whole of its facts."""
    if resource.endswith(":root"):
        return frozenset()
    tail = resource.rpartition("/")[2].rpartition(":")[2]
    return frozenset(name for name in (resource, tail) if len(name) >= _SHORTEST_NAME)


def _named(value: Any, names: frozenset[str]) -> Iterator[Any]:
    """The outermost objects that carry one of the names."""
    if isinstance(value, Mapping):
        if any(isinstance(item, str) and item in names for item in value.values()):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _named(item, names)
