"""What the collectors of regional services have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.regions import offers
from scanners.engine.collectors.collector import Context, malformed
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, structures
from scanners.engine.facts.unknown import Unknown

Value = TypeVar("Value")


def read_region(
    context: Context, operation: Operation, list_name: str, parse: Callable[[Fields], Value], **parameters: object
) -> tuple[Value, ...] | Unknown:
    """The entries of all pages in the collector's region, parsed; one unreadable page makes the list unknown.

    Empty where AWS has no such service: the endpoint cannot be reached and botocore knows none. Either alone could
    be a broken network or an old botocore.
    """
    try:
        return tuple(
            parse(entry)
            for page in context.reader.pages(operation, region=context.region, **parameters)
            for entry in structures(page, list_name)
        )
    except CallFailed as failed:
        return () if is_absent(context, operation, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


def is_absent(context: Context, operation: Operation, failed: CallFailed) -> bool:
    """Whether the call failed because AWS does not run the service in the region."""
    where = context.region or context.reader.home_region
    return failed.code == "ServiceNotInRegion" and not offers(operation.service, where, context.reader.partition)


def local_arn(context: Context, service: str, resource: str) -> str:
    """The ARN of a resource in the collector's region and account, for answers that give only its name."""
    reader = context.reader
    return f"arn:{reader.partition}:{service}:{context.region or reader.home_region}:{reader.account_id}:{resource}"
