"""The tagging API: every resource that has or had a tag, counted by service and by what its tags say of stages.

Of queues, topics and streams the tags that speak of their data are kept too: they decide which are looked into.
Keys and values of other tags are dropped while reading.
https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read_all
from scanners.engine.collectors.shape import Fields, structures, text, text_or
from scanners.engine.facts.tagging import CLASSIFIED_SERVICES, DataTag, ServiceCount, StageTag, TagFacts, speaks_of_data
from scanners.engine.facts.unknown import Unknown

GET_RESOURCES = Operation("resourcegroupstaggingapi", "GetResources", "tag:GetResources")
STAGE_KEYS = frozenset({"env", "environment", "stage", "tier"})
_PAGE = 100
_SAMPLES = 10
_Tagged = tuple[str, tuple[tuple[str, str], ...]]


def collect(context: Context) -> TagFacts | Unknown:
    """One region; global resources are listed with us-east-1."""
    listed = read_all(
        context, GET_RESOURCES, "ResourceTagMappingList", _tagged, region=context.region, ResourcesPerPage=_PAGE
    )
    if isinstance(listed, Unknown):
        return listed
    services = Counter(_service(arn) for arn, _ in listed)
    counts = tuple(ServiceCount(name, services[name]) for name in sorted(services))
    return TagFacts(counts, _stages(listed), _data(listed))


def _tagged(entry: Fields) -> _Tagged:
    arn = text(entry, "ResourceARN")
    tags = ((text(tag, "Key"), text_or(tag, "Value")) for tag in structures(entry, "Tags"))
    return arn, tuple((key, value) for key, value in tags if _is_stage(key) or _is_data(arn, key))


def _is_stage(key: str) -> bool:
    return key.lower() in STAGE_KEYS


def _is_data(arn: str, key: str) -> bool:
    return _service(arn) in CLASSIFIED_SERVICES and speaks_of_data(key)


def _data(listed: Iterable[_Tagged]) -> tuple[DataTag, ...]:
    return tuple(DataTag(arn, key, value) for arn, tags in listed for key, value in tags if _is_data(arn, key))


def _service(arn: str) -> str:
    parts = arn.split(":")
    return parts[2] if len(parts) > 5 else ""


def _stages(listed: Iterable[_Tagged]) -> tuple[StageTag, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    samples: dict[tuple[str, str], list[str]] = {}
    for arn, tags in listed:
        for tag in tags:
            if not _is_stage(tag[0]):
                continue
            counts[tag] += 1
            if counts[tag] <= _SAMPLES:
                samples.setdefault(tag, []).append(arn)
    return tuple(StageTag(key, value, counts[key, value], tuple(samples[key, value])) for key, value in sorted(counts))


COLLECTORS = (Collector("tagging", TagFacts, (GET_RESOURCES,), collect, is_regional=True),)
