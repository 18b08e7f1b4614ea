"""Security Hub: whether a region has a hub and which standards it runs. No finding is read."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.shape import Fields, text
from scanners.engine.facts.securityhub import HubFacts, Standard
from scanners.engine.facts.unknown import Unknown

DESCRIBE_HUB = Operation("securityhub", "DescribeHub", "securityhub:DescribeHub")
GET_STANDARDS = Operation("securityhub", "GetEnabledStandards", "securityhub:GetEnabledStandards")


def collect(context: Context) -> HubFacts | Unknown:
    """InvalidAccessException is AWS's word for an account without a hub in this region."""
    is_on = read(
        context,
        DESCRIBE_HUB,
        lambda hub: bool(text(hub, "HubArn")),
        region=context.region,
        absent={"InvalidAccessException": False},
    )
    if isinstance(is_on, Unknown):
        return is_on
    if not is_on:
        return HubFacts(False, ())
    return HubFacts(True, read_all(context, GET_STANDARDS, "StandardsSubscriptions", _standard, region=context.region))


def _standard(standard: Fields) -> Standard:
    return Standard(text(standard, "StandardsArn"), text(standard, "StandardsStatus"))


COLLECTORS = (Collector("securityhub", HubFacts, (DESCRIBE_HUB, GET_STANDARDS), collect, is_regional=True),)
