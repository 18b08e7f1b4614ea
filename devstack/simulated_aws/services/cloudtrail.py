"""CloudTrail: trails of every region by ARN, and the digests of a trail that validates its files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.services.visit import Handlers, Visit

_DIGEST_AGE = timedelta(minutes=37)  # a digest comes every hour


def list_trails(visit: Visit) -> dict[str, Any]:
    """The trails of all home regions; moto leaves out those of one other region."""
    trails = moto_state.trails(visit.account.account_id)
    return {
        "Trails": [
            {"TrailARN": trail.arn, "Name": trail.trail_name, "HomeRegion": trail.region_name} for trail in trails
        ]
    }


def describe_trails(visit: Visit) -> dict[str, Any]:
    """The named trails (an ARN reaches another region, a name does not), or those that watch this region."""
    region = visit.call.scope.region
    named = set(visit.call.params.get("trailNameList") or [])
    shadows = visit.call.params.get("includeShadowTrails") is not False
    found = []
    for trail in moto_state.trails(visit.account.account_id):
        here = trail.region_name == region
        watches = here or (shadows and trail.is_multi_region)
        wanted = trail.arn in named or (watches and trail.trail_name in named) if named else watches
        if wanted:
            found.append(_description(trail))
    return {"trailList": found}


def get_trail_status(visit: Visit) -> dict[str, Any] | None:
    """moto's status, with the times of the last digest; an unknown trail is moto's to refuse."""
    name = visit.call.params.get("Name")
    trails = moto_state.trails(visit.account.account_id)
    trail = next((item for item in trails if name in {item.arn, item.trail_name}), None)
    if trail is None or not trail.log_validation:
        return None
    status = dict(trail.status.description())
    if trail.status.is_logging:
        status["LatestDigestDeliveryTime"] = datetime.now(UTC) - _DIGEST_AGE
    return status


def _description(trail: Any) -> dict[str, Any]:
    described: dict[str, Any] = dict(trail.description(include_region=True))
    described["HasCustomEventSelectors"] = bool(trail.event_selectors or trail.advanced_event_selectors)
    return described


HANDLERS: Handlers = {"ListTrails": list_trails, "DescribeTrails": describe_trails, "GetTrailStatus": get_trail_status}
