"""AWS Config: recorders, AWS's own rules, and how many resources of which type were found. No configuration item.

Rules and counts say nothing where nothing is recorded, so they are asked for only beside a recorder.
https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.shape import (
    Fields,
    flag_or,
    number_or,
    structure_or_empty,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.config import ConfigFacts, ConfigRule, KindCount, Recorder
from scanners.engine.facts.unknown import Unknown

RECORDERS = Operation("config", "DescribeConfigurationRecorders", "config:DescribeConfigurationRecorders")
STATUS = Operation("config", "DescribeConfigurationRecorderStatus", "config:DescribeConfigurationRecorderStatus")
RULES = Operation("config", "DescribeConfigRules", "config:DescribeConfigRules")
COUNTS = Operation(
    "config",
    "GetDiscoveredResourceCounts",
    "config:GetDiscoveredResourceCounts",
    paging=Paging("nextToken", "nextToken"),
)


def collect(context: Context) -> ConfigFacts | Unknown:
    """One region; a recorder of an AWS service (scope INTERNAL) records for that service alone and is left out."""
    recorders = read(context, RECORDERS, _own_recorders, region=context.region)
    if isinstance(recorders, Unknown):
        return recorders
    if not recorders:
        return ConfigFacts((), None, None)
    states = read(context, STATUS, _states, region=context.region)
    rules = read_all(context, RULES, "ConfigRules", _rule, region=context.region)
    return ConfigFacts(
        recorders=tuple(replace(one, is_recording=_state_of(one, states)) for one in recorders),
        rules=rules if isinstance(rules, Unknown) else tuple(one for one in rules if one),
        counts=read_all(context, COUNTS, "resourceCounts", _count, region=context.region),
    )


def _own_recorders(answer: Fields) -> tuple[Recorder, ...]:
    found = structures(answer, "ConfigurationRecorders")
    return tuple(_recorder(one) for one in found if text_or(one, "recordingScope") != "INTERNAL")


def _recorder(fields: Fields) -> Recorder:
    group = structure_or_empty(fields, "recordingGroup")
    return Recorder(
        name=text_or(fields, "name"),
        records_all=flag_or(group, "allSupported", False),
        kinds=texts(group, "resourceTypes"),
        excluded_kinds=texts(structure_or_empty(group, "exclusionByResourceTypes"), "resourceTypes"),
        is_recording=False,
    )


def _states(answer: Fields) -> dict[str, bool]:
    found = structures(answer, "ConfigurationRecordersStatus")
    return {text(one, "name"): _works(one) for one in found if text_or(one, "name")}


def _works(status: Fields) -> bool:
    """A recorder that is on but fails (its role or its bucket is gone) records nothing."""
    return flag_or(status, "recording", False) and text_or(status, "lastStatus").lower() != "failure"


def _state_of(recorder: Recorder, states: Mapping[str, bool] | Unknown) -> bool | Unknown:
    return states if isinstance(states, Unknown) else states.get(recorder.name, False)


def _rule(rule: Fields) -> ConfigRule | None:
    """Only AWS's own rules have a name that tells what they look at."""
    source = structure_or_empty(rule, "Source")
    if text_or(source, "Owner") != "AWS":
        return None
    return ConfigRule(text(source, "SourceIdentifier"), text_or(rule, "ConfigRuleState"))


def _count(entry: Fields) -> KindCount:
    return KindCount(text(entry, "resourceType"), number_or(entry, "count", 0))


COLLECTORS = (Collector("config", ConfigFacts, (RECORDERS, STATUS, RULES, COUNTS), collect, is_regional=True),)
