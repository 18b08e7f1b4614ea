"""What event selectors record of management events.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanners.engine.facts.cloudtrail import AdvancedSelector, FieldSelector, TrailSelectors

# The event sources that AWS lets trails leave out because they are many: keys used, and queries of the RDS Data API.
HARMLESS = frozenset(["kms.amazonaws.com", "rdsdata.amazonaws.com"])
_SOURCE_ENDING = ".amazonaws.com"  # of every event source


@dataclass(frozen=True, slots=True)
class ManagementEvents:
    """What selectors record of management events; `excluded` names what they leave out, in AWS's words."""

    read: bool
    write: bool
    excluded: tuple[str, ...] = ()

    @property
    def is_nearly_whole(self) -> bool:
        """True if only event sources are excluded that AWS offers to exclude."""
        return HARMLESS.issuperset(self.excluded)


ALL_EVENTS = ManagementEvents(read=True, write=True)


def management_events(selectors: TrailSelectors | None) -> ManagementEvents:
    """Without custom selectors, AWS records all management events."""
    if selectors is None or not (selectors.basic or selectors.advanced):
        return ALL_EVENTS
    parts = [_basic(one.read_write, one.excluded_sources) for one in selectors.basic if one.include_management]
    parts += [part for one in selectors.advanced if (part := advanced_events(one))]
    read, write = [one for one in parts if one.read], [one for one in parts if one.write]
    return ManagementEvents(bool(read), bool(write), tuple(sorted(_left_out(read) | _left_out(write))))


def _left_out(parts: Iterable[ManagementEvents]) -> frozenset[str]:
    """An event is recorded if one selector matches, so a selector without exclusions completes the others."""
    excluded = [frozenset(one.excluded) for one in parts]
    return frozenset().union(*excluded) if all(excluded) else frozenset()


def _basic(read_write: str, excluded: tuple[str, ...]) -> ManagementEvents:
    return ManagementEvents(
        read_write in ("All", "ReadOnly"), read_write in ("All", "WriteOnly"), tuple(one.lower() for one in excluded)
    )


def advanced_events(selector: AdvancedSelector) -> ManagementEvents | None:
    """None if the selector is not for management events, or selects only some of them."""
    read = write = True
    excluded: list[str] = []
    is_management = False
    for one in selector.fields:
        name, values = one.field.lower(), tuple(value.lower() for value in one.values)
        if name == "eventcategory":
            is_management = one.operator == "Equals" and values == ("management",)
        elif name == "readonly":
            if one.operator not in ("Equals", "NotEquals"):
                return None
            wants = {(value == "true") is (one.operator == "Equals") for value in values}
            read, write = read and True in wants, write and False in wants
        elif one.operator.startswith("Not") or not one.operator:
            excluded += _exclusions(one)
        elif not _takes_everything(one):
            return None
    return ManagementEvents(read, write, tuple(excluded)) if is_management else None


def _exclusions(one: FieldSelector) -> list[str]:
    """Event sources by name; other exclusions with field and operator, because they may exclude nearly everything."""
    if one.field.lower() == "eventsource" and one.operator == "NotEquals":
        return [value.lower() for value in one.values]
    values = ", ".join(one.values)
    return [" ".join(filter(None, (one.field, one.operator or "an unknown operator", values)))]


def _takes_everything(one: FieldSelector) -> bool:
    is_ending = one.field.lower() == "eventsource" and one.operator == "EndsWith"
    return is_ending and any(value and _SOURCE_ENDING.endswith(value.lower()) for value in one.values)
