"""EC2: running instances and their profiles. User data is another call and is never made."""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag_or,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.compute import Instance, InstanceFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE_INSTANCES = Operation("ec2", "DescribeInstances", "ec2:DescribeInstances")
_PAGE = 1000
_RUNNING = [{"Name": "instance-state-name", "Values": ["pending", "running"]}]


def collect(context: Context) -> InstanceFacts | Unknown:
    """Running instances of one region; AWS groups them by the request that started them."""
    try:
        pages = context.reader.pages(DESCRIBE_INSTANCES, region=context.region, Filters=_RUNNING, MaxResults=_PAGE)
        return InstanceFacts(
            tuple(
                _instance(instance)
                for page in pages
                for reservation in structures(page, "Reservations")
                for instance in structures(reservation, "Instances")
            )
        )
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(DESCRIBE_INSTANCES, odd)


def _instance(instance: Fields) -> Instance:
    return Instance(
        id=text(instance, "InstanceId"),
        profile_arn=text_or(structure_or_empty(instance, "IamInstanceProfile"), "Arn"),
        is_managed=flag_or(structure_or_empty(instance, "Operator"), "Managed", False),
    )


COLLECTORS = (Collector("compute", InstanceFacts, (DESCRIBE_INSTANCES,), collect, is_regional=True),)
