"""CloudTrail: every trail the account can see, once, judged where it lives.

A trail of all regions and a trail of the organization are shown in many places; status and selectors are asked by
the full ARN in the trail's home region, because other regions show copies.
https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
"""

from __future__ import annotations

from collections.abc import Mapping

from scanners.engine.aws.errors import CallFailed, shortened
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.regions import is_region
from scanners.engine.collectors.collector import Collector, Context, malformed, read, read_all
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag,
    flag_or,
    moment_or_none,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.cloudtrail import (
    AdvancedSelector,
    EventSelector,
    FieldSelector,
    Trail,
    TrailFacts,
    TrailSelectors,
    TrailStatus,
)
from scanners.engine.facts.unknown import Reason, Unknown

LIST_TRAILS = Operation("cloudtrail", "ListTrails", "cloudtrail:ListTrails")
DESCRIBE_TRAILS = Operation("cloudtrail", "DescribeTrails", "cloudtrail:DescribeTrails")
GET_STATUS = Operation("cloudtrail", "GetTrailStatus", "cloudtrail:GetTrailStatus")
GET_SELECTORS = Operation("cloudtrail", "GetEventSelectors", "cloudtrail:GetEventSelectors")

_OPERATORS = ("Equals", "NotEquals", "StartsWith", "NotStartsWith", "EndsWith", "NotEndsWith")


def collect(context: Context) -> TrailFacts | Unknown:
    """All trails or nothing: a trail left out could turn a good account into a bad one."""
    listed = read_all(
        context, LIST_TRAILS, "Trails", lambda trail: (text(trail, "TrailARN"), text(trail, "HomeRegion"))
    )
    if isinstance(listed, Unknown):
        return listed
    homes = dict(listed)
    if not homes:
        return TrailFacts(())
    try:
        described = _describe(context, homes)
        missing = sorted(set(homes) - set(described))
        if missing:
            gap = shortened(f"Listed but not described: {missing[0]}")
            return Unknown(Reason.ERROR, DESCRIBE_TRAILS.action, gap)
        trails = context.reader.each(lambda arn: _trail(context, described[arn]), sorted(homes))
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(DESCRIBE_TRAILS, odd)
    return TrailFacts(tuple(trails))


def _describe(context: Context, homes: Mapping[str, str]) -> dict[str, Fields]:
    """One call where a region describes trails of all; the rest are asked for in their home regions."""
    described = _described(context, "", sorted(homes))
    rest: dict[str, list[str]] = {}
    for arn in sorted(set(homes) - set(described)):
        if is_region(homes[arn], context.reader.partition) and homes[arn] != context.reader.home_region:
            rest.setdefault(homes[arn], []).append(arn)
    for region, arns in rest.items():
        described.update(_described(context, region, arns))
    return described


def _described(context: Context, region: str, arns: list[str]) -> dict[str, Fields]:
    answer = context.reader.call(DESCRIBE_TRAILS, region=region, trailNameList=arns)
    return {text(trail, "TrailARN"): trail for trail in structures(answer, "trailList")}


def _trail(context: Context, trail: Fields) -> Trail:
    arn, home = text(trail, "TrailARN"), text(trail, "HomeRegion")
    return Trail(
        arn=arn,
        name=text(trail, "Name"),
        home_region=home,
        is_multi_region=flag(trail, "IsMultiRegionTrail"),
        is_organization=flag_or(trail, "IsOrganizationTrail", False),
        includes_global_events=flag_or(trail, "IncludeGlobalServiceEvents", False),
        bucket=text_or(trail, "S3BucketName"),
        kms_key=text_or(trail, "KmsKeyId"),
        validates_files=flag_or(trail, "LogFileValidationEnabled", False),
        log_group_arn=text_or(trail, "CloudWatchLogsLogGroupArn"),
        status=_status(context, arn, home),
        selectors=_selectors(context, trail, home),
    )


def _status(context: Context, arn: str, home: str) -> TrailStatus | Unknown:
    if not is_region(home, context.reader.partition):
        return Unknown(Reason.MALFORMED, GET_STATUS.action, "HomeRegion is no region of AWS")
    return read(context, GET_STATUS, _parse_status, region=home, Name=arn)


def _parse_status(answer: Fields) -> TrailStatus:
    return TrailStatus(
        is_logging=flag(answer, "IsLogging"),
        started_at=moment_or_none(answer, "StartLoggingTime"),
        stopped_at=moment_or_none(answer, "StopLoggingTime"),
        last_delivery_at=moment_or_none(answer, "LatestDeliveryTime"),
        last_delivery_error=text_or(answer, "LatestDeliveryError"),
        last_digest_at=moment_or_none(answer, "LatestDigestDeliveryTime"),
        last_digest_error=text_or(answer, "LatestDigestDeliveryError"),
    )


def _selectors(context: Context, trail: Fields, home: str) -> TrailSelectors | Unknown | None:
    if not flag_or(trail, "HasCustomEventSelectors", True):
        return None
    if not is_region(home, context.reader.partition):
        return Unknown(Reason.MALFORMED, GET_SELECTORS.action, "HomeRegion is no region of AWS")
    return read(context, GET_SELECTORS, _parse_selectors, region=home, TrailName=text(trail, "TrailARN"))


def _parse_selectors(answer: Fields) -> TrailSelectors:
    return TrailSelectors(
        basic=tuple(_basic(selector) for selector in structures(answer, "EventSelectors")),
        advanced=tuple(parse_advanced(selector) for selector in structures(answer, "AdvancedEventSelectors")),
    )


def _basic(selector: Fields) -> EventSelector:
    return EventSelector(
        read_write=text_or(selector, "ReadWriteType", "All"),
        include_management=flag_or(selector, "IncludeManagementEvents", True),
        excluded_sources=texts(selector, "ExcludeManagementEventSources"),
        data_resource_types=tuple(text(entry, "Type") for entry in structures(selector, "DataResources")),
    )


def parse_advanced(selector: Fields) -> AdvancedSelector:
    """An advanced selector of a trail or an event data store.

    A condition without an operator that is known is kept, with an empty one: dropping it would widen the selector.
    """
    return AdvancedSelector(
        tuple(
            one for entry in structures(selector, "FieldSelectors") for one in _conditions(text(entry, "Field"), entry)
        )
    )


def _conditions(field: str, entry: Fields) -> tuple[FieldSelector, ...]:
    found = ((operator, texts(entry, operator)) for operator in _OPERATORS)
    return tuple(FieldSelector(field, operator, values) for operator, values in found if values) or (
        FieldSelector(field, "", ()),
    )


COLLECTORS = (Collector("cloudtrail", TrailFacts, (LIST_TRAILS, DESCRIBE_TRAILS, GET_STATUS, GET_SELECTORS), collect),)
