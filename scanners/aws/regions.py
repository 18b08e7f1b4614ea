"""Which regions a scan may call: those the account has enabled, and only names AWS itself uses.

A region's name becomes part of an endpoint's host name, so a made-up one from a hostile answer would steer our
signed requests elsewhere. Names are therefore compared with botocore's list before any use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import botocore.session

from scanners.aws.client import AwsReader
from scanners.aws.errors import CallFailed, shortened
from scanners.aws.operations import Operation
from scanners.facts.account import RegionStatus
from scanners.facts.unknown import Reason, Unknown

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
    session = botocore.session.Session()
    return frozenset(
        name for service in _EVERYWHERE for name in session.get_available_regions(service, partition_name=partition)
    )


def is_region(name: str, partition: str) -> bool:
    """Whether AWS has a region of that name."""
    return name in known_regions(partition)


@cache
def offers(service: str, region: str, partition: str) -> bool:
    """Whether botocore knows an endpoint of the service in the region; its list may lag behind AWS."""
    names = botocore.session.Session().get_available_regions(service, partition_name=partition)
    return region in names


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
