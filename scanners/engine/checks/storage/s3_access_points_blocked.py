"""S3 access points and Multi-Region Access Points are not public."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._exposure import point_open, points_of, switched_on
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, unknown
from scanners.engine.facts.s3 import AccessPoint, S3Facts, UnlistedPoints
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_access_points_blocked",
    title="S3 access points not public",
    question="Is public access to internet access points and Multi-Region Access Points blocked?",
    needs=(S3Facts,),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Recreate the access point with Block Public Access, which cannot be changed later. Until "
    "then, restrict its policy.",
    console="S3 > Access Points.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """NOT_APPLICABLE if Block Public Access of the account applies to all access points."""
    if switched_on("restrict_public_buckets", facts.account_block) is True:
        message = "Block Public Access of the account applies to all access points."
        yield not_applicable(scope.account_arn, "account_blocked", message)
        return
    points = list(points_of(facts))
    if not points:
        yield not_applicable(scope.account_arn, "no_access_points", "The account has no access points.")
    for point in points:
        if isinstance(point, Unknown):
            yield unknown(scope.account_arn, point)
            continue
        if isinstance(point, UnlistedPoints):
            yield unknown(scope.account_arn, point.gap, region=point.region)
            continue
        region = point.region if isinstance(point, AccessPoint) else ""
        is_open = point_open(point, facts)
        if isinstance(is_open, Unknown):
            yield unknown(point.arn, is_open, region=region)
        elif is_open:
            yield failed(point.arn, f"Access point {point.name} is public.", region=region)
        else:
            yield passed(point.arn, f"Access point {point.name} is not public.", region=region)
