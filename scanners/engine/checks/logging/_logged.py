"""Logging of data access by AWS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scanners.engine.checks._by_region import found
from scanners.engine.checks.logging._coverage import is_logging
from scanners.engine.facts.cloudtrail import AdvancedSelector, Trail, TrailFacts
from scanners.engine.facts.opensearch import OpenSearchFacts
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown

_TYPES = {"s3": "AWS::S3::Object", "dynamodb": "AWS::DynamoDB::Table"}


class Record(StrEnum):
    """How complete the logging of a data store is known to be."""

    FULL = "full"
    PARTIAL = "partial"  # partly logged; a person must confirm that the data store is covered
    NONE = "none"
    UNSEEN = "unseen"  # logging of this type of data store is not read by the scan


@dataclass(frozen=True, slots=True)
class Recorders:
    """The facts about data access logging."""

    trails: TrailFacts | Unknown
    rds: Regional[RdsFacts] | Unknown
    search: Regional[OpenSearchFacts] | Unknown

    def of(self, arn: str) -> Record | Unknown:
        """The logging of one data store."""
        service = arn.split(":")[2] if arn.count(":") > 4 else ""
        if service in _TYPES:
            return self._data_events(_TYPES[service])
        if service == "rds":
            return self._exports(arn)
        return self._audit_logs(arn) if service == "es" else Record.UNSEEN

    def _data_events(self, kind: str) -> Record | Unknown:
        """Resources of basic selectors are not stored, so only unfiltered advanced selectors are complete."""
        if isinstance(self.trails, Unknown):
            return self.trails
        records = [record for trail in self.trails.trails for record in _of_trail(trail, kind)]
        for wanted in (Record.FULL, Record.PARTIAL):
            if wanted in records:
                return wanted
        return next((one for one in records if isinstance(one, Unknown)), Record.NONE)

    def _exports(self, arn: str) -> Record | Unknown:
        stores = found(self.rds, lambda facts: facts.instances).plus(found(self.rds, lambda facts: facts.clusters))
        one = _named(stores.items, arn)
        if one is None:
            return stores.gaps[0][1] if stores.gaps else Record.UNSEEN
        if "audit" in one.log_exports:
            return Record.FULL
        return Record.PARTIAL if "postgresql" in one.log_exports else Record.NONE

    def _audit_logs(self, arn: str) -> Record | Unknown:
        domains = found(self.search, lambda facts: facts.domains)
        one = _named(domains.items, arn)
        if one is None:
            return domains.gaps[0][1] if domains.gaps else Record.UNSEEN
        return Record.FULL if "AUDIT_LOGS" in one.log_types else Record.NONE


def _named(items: tuple[tuple[str, Any], ...], arn: str) -> Any:
    return next((one for _, one in items if one.arn == arn), None)


def _of_trail(trail: Trail, kind: str) -> Iterator[Record | Unknown]:
    state, selectors = is_logging(trail), trail.selectors
    if selectors is None or state is False:
        return
    if isinstance(state, Unknown) or isinstance(selectors, Unknown):
        yield state if isinstance(state, Unknown) else selectors  # type: ignore[misc]
        return
    if any(kind in one.data_resource_types for one in selectors.basic):
        yield Record.PARTIAL
    for advanced in selectors.advanced:
        if _selects(advanced, kind):
            is_whole = trail.is_multi_region and len(advanced.fields) == 2
            yield Record.FULL if is_whole else Record.PARTIAL


def _selects(selector: AdvancedSelector, kind: str) -> bool:
    equal = {one.field.lower(): one.values for one in selector.fields if one.operator == "Equals"}
    return "Data" in equal.get("eventcategory", ()) and kind in equal.get("resources.type", ())
