"""CloudTrail Lake: event data stores, read only where no trail may carry the recording.

Lake is closed to new customers since May 2026, so most accounts have none.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-lake-service-availability-change.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.cloudtrail import parse_advanced
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.shape import Fields, flag_or, number_or, structures, text, text_or
from scanners.engine.facts.cloudtrail import EventDataStore, LakeFacts, Trail, TrailFacts
from scanners.engine.facts.unknown import Reason, Unknown

LIST_STORES = Operation(
    "cloudtrail", "ListEventDataStores", "cloudtrail:ListEventDataStores", paging=Paging("NextToken", "NextToken")
)
GET_STORE = Operation("cloudtrail", "GetEventDataStore", "cloudtrail:GetEventDataStore")


def collect(context: Context) -> LakeFacts | Unknown:
    """The stores of one region; nothing is asked where a trail of all regions is logging."""
    trails = context.facts.get(TrailFacts)
    if isinstance(trails, TrailFacts) and any(_carries(trail) for trail in trails.trails):
        return LakeFacts((Unknown(Reason.NOT_COLLECTED, ""),))
    listed = read_all(
        context, LIST_STORES, "EventDataStores", lambda one: text(one, "EventDataStoreArn"), region=context.region
    )
    if isinstance(listed, Unknown):
        return listed
    return LakeFacts(
        tuple(read(context, GET_STORE, _store, region=context.region, EventDataStore=arn) for arn in listed)
    )


def _carries(trail: Trail) -> bool:
    """Logs in all regions with AWS's default selection: no store is needed beside it."""
    is_logging = not isinstance(trail.status, Unknown) and trail.status.is_logging
    return is_logging and trail.is_multi_region and trail.includes_global_events and trail.selectors is None


def _store(answer: Fields) -> EventDataStore:
    return EventDataStore(
        arn=text(answer, "EventDataStoreArn"),
        name=text_or(answer, "Name"),
        status=text_or(answer, "Status"),
        is_multi_region=flag_or(answer, "MultiRegionEnabled", False),
        is_organization=flag_or(answer, "OrganizationEnabled", False),
        retention_days=number_or(answer, "RetentionPeriod", 0),
        is_termination_protected=flag_or(answer, "TerminationProtectionEnabled", False),
        selectors=tuple(parse_advanced(one) for one in structures(answer, "AdvancedEventSelectors")),
    )


COLLECTORS = (
    Collector("cloudtrail_lake", LakeFacts, (LIST_STORES, GET_STORE), collect, after=(TrailFacts,), is_regional=True),
)
