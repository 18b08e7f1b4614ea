"""What a collector is, and how it turns calls into facts or gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.opt_in import OptIn
from scanners.engine.aws.regions import Regions
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, structures
from scanners.engine.facts.unknown import Reason, Unknown

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Context:
    """What a collector works with.

    `enabled` is what the account has switched on, `regions` what the scan covers, `region` the one a regional
    collector reads; `facts` holds what the collectors it waits for have read. `digest_key` is new in every scan:
    personal data is compared only by it. `sensitive` are ARNs of the stores that the customer declared sensitive.
    """

    reader: AwsReader
    now: datetime
    enabled: Regions | Unknown
    regions: tuple[str, ...] | Unknown
    digest_key: bytes = field(repr=False)
    facts: Mapping[type, object] = field(default_factory=dict)
    region: str = ""
    sensitive: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Collector:
    """One fact of one AWS service: the calls it may make, the facts it waits for, the function that reads.

    The function returns the fact, or Unknown if none of it could be read. A regional collector is run once in each
    region, and its results become one `Regional`.
    """

    name: str
    produces: type
    operations: tuple[Operation, ...]
    collect: Callable[[Context], object]
    after: tuple[type, ...] = ()
    is_regional: bool = False

    @property
    def service(self) -> str:
        """The AWS service a person would name: "iam" of "iam.summary"."""
        return self.name.partition(".")[0]

    @property
    def opt_in(self) -> OptIn | None:
        """The choice without which the collector is not run: that of its calls, which all have the same."""
        return next((operation.opt_in for operation in self.operations), None)

    @property
    def main_action(self) -> str:
        """The action to name when the collector as a whole failed."""
        return next((operation.action for operation in self.operations if operation.action), "")


def read(
    context: Context,
    operation: Operation,
    parse: Callable[[Fields], Value],
    *,
    region: str = "",
    absent: Mapping[str, Value] | None = None,
    **parameters: object,
) -> Value | Unknown:
    """One call, parsed. `absent` are error codes that are answers: {"NoSuchBucketPolicy": None}."""
    try:
        return parse(context.reader.call(operation, region=region, **parameters))
    except CallFailed as failed:
        if absent is not None and failed.code in absent:
            return absent[failed.code]
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


def read_all(
    context: Context,
    operation: Operation,
    list_name: str,
    parse: Callable[[Fields], Value],
    *,
    region: str = "",
    **parameters: object,
) -> tuple[Value, ...] | Unknown:
    """The entries of all pages, parsed; one page that cannot be read makes the whole list unknown."""
    try:
        return tuple(
            parse(entry)
            for page in context.reader.pages(operation, region=region, **parameters)
            for entry in structures(page, list_name)
        )
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


def malformed(operation: Operation, odd: MalformedAnswerError) -> Unknown:
    """The gap of an answer that is not what the API describes."""
    return Unknown(Reason.MALFORMED, operation.action, str(odd))


def parsed(operation: Operation, answer: Fields | Unknown, parse: Callable[[Fields], Value]) -> Value | Unknown:
    """One part of an answer that has several: a malformed part leaves the others readable."""
    if isinstance(answer, Unknown):
        return answer
    try:
        return parse(answer)
    except MalformedAnswerError as odd:
        return malformed(operation, odd)
