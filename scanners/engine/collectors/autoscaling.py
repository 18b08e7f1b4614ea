"""Auto Scaling groups and their zones. Launch configurations are another call, which would show user data."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, number_or, text, texts
from scanners.engine.facts.autoscaling import MachineGroup, MachineGroupFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE = Operation("autoscaling", "DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingGroups")
_PAGE = 100


def collect(context: Context) -> MachineGroupFacts | Unknown:
    """All groups of the region."""
    found = read_region(context, DESCRIBE, "AutoScalingGroups", _group, MaxRecords=_PAGE)
    return found if isinstance(found, Unknown) else MachineGroupFacts(found)


def _group(group: Fields) -> MachineGroup:
    return MachineGroup(
        arn=text(group, "AutoScalingGroupARN"),
        name=text(group, "AutoScalingGroupName"),
        zones=texts(group, "AvailabilityZones"),
        wanted=number_or(group, "DesiredCapacity", 0),
    )


COLLECTORS = (Collector("autoscaling", MachineGroupFacts, (DESCRIBE,), collect, is_regional=True),)
