"""Which buckets CloudTrail may write to: in a log account no trail is seen, only the bucket's policy tells."""

from __future__ import annotations

from scanners.engine.facts.matching import covers_action
from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Unknown

_TRAIL_SERVICE = "cloudtrail.amazonaws.com"


def lets_cloudtrail_write(policy: Policy | Unknown | None) -> bool:
    """Some statement lets the service put objects."""
    if policy is None or isinstance(policy, Unknown):
        return False
    return any(
        covers_action(statement, "s3:PutObject") and any(one.value == _TRAIL_SERVICE for one in statement.principals)
        for statement in policy.allows
    )
