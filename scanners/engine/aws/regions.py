"""Which regions a scan may call: those the account has enabled, and only names AWS itself uses.

A region's name becomes part of an endpoint's host name, so a made-up one from a hostile answer would steer our
signed requests elsewhere. Names are therefore compared with botocore's list before any use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from botocore.regions import EndpointResolver

from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.errors import CallFailed, shortened
from scanners.engine.aws.models import lean_loader, whole_loader
from scanners.engine.aws.operations import Operation
from scanners.engine.facts.account import RegionStatus
from scanners.engine.facts.unknown import Reason, Unknown

LIST_REGIONS = Operation("account", "ListRegions", "account:ListRegions")
ENABLED = ("ENABLED", "ENABLED_BY_DEFAULT")
# Services that together have an endpoint in every region of a partition.
_EVERYWHERE = ("ec2", "sts", "s3")


@dataclass(frozen=True, slots=True)
class Regions:
    """The enabled regions in name order, and names that no AWS we know has: never called, but shown as not scanned."""

    enabled: tuple[RegionStatus, ...]
    refused: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The enabled regions' names."""
        return tuple(region.name for region in self.enabled)


@cache
def known_regions(partition: str) -> frozenset[str]:
    """Every region botocore knows in the partition."""
    return frozenset(name for service in _EVERYWHERE for name in _regions_of(service, partition))


def is_region(name: str, partition: str) -> bool:
    """Whether AWS has a region of that name."""
    return name in known_regions(partition)


@cache
def offers(service: str, region: str, partition: str) -> bool:
    """Whether botocore knows an endpoint of the service in the region; its list may lag behind AWS."""
    metadata = lean_loader().load_service_model(service, "service-2")["metadata"]
    return region in _regions_of(metadata.get("endpointPrefix", service), partition)


def _regions_of(endpoint_prefix: str, partition: str) -> frozenset[str]:
    return frozenset(_resolver().get_available_endpoints(endpoint_prefix, partition))


@cache
def _resolver() -> EndpointResolver:
    return EndpointResolver(whole_loader().load_data("endpoints"))


def enabled_regions(reader: AwsReader) -> Regions:
    """The account's enabled regions; raises CallFailed if AWS does not say or says nonsense."""
    found: dict[str, RegionStatus] = {}
    refused: set[str] = set()
    for page in reader.pages(LIST_REGIONS, RegionOptStatusContains=list(ENABLED)):
        for region in _entries(page):
            if not is_region(region.name, reader.partition):
                refused.add(shortened(region.name))
            elif region.status in ENABLED:
                found[region.name] = region
    if not found:
        raise CallFailed(Unknown(Reason.MALFORMED, LIST_REGIONS.action, "No region of AWS was named."))
    return Regions(tuple(found[name] for name in sorted(found)), tuple(sorted(refused)))


def _entries(page: dict[str, object]) -> list[RegionStatus]:
    entries = page.get("Regions")
    if not isinstance(entries, list):
        return []
    return [
        RegionStatus(str(entry.get("RegionName", "")), str(entry.get("RegionOptStatus", "")))
        for entry in entries
        if isinstance(entry, dict)
    ]
