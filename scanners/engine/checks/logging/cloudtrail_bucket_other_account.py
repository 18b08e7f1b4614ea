"""The trail delivers its log files to a bucket in another account."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since
from scanners.engine.checks.logging._per_trail import carriers, left_out, nothing_to_judge
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.cloudtrail import Trail, TrailFacts
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

MAX_HOURS = 24

check = Check(
    id="cloudtrail_bucket_other_account",
    title="Logs stored in a separate account",
    question="Does the trail deliver its log files to a bucket in another account?",
    needs=(TrailFacts, S3Facts),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create a log archive account and deliver the trail to a bucket there, with a bucket policy "
    "limited to the trail.",
    cli="aws cloudtrail update-trail --name ... --s3-bucket-name <bucket of the log account>",
    console="CloudTrail > Trails > the trail > General details > Edit > Storage location.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-receive-logs-from-multiple-accounts.html",
)


@check.judge
def judge(scope: Scope, facts: TrailFacts, s3: S3Facts) -> Iterator[Verdict]:
    """A bucket that is not in this account and receives the files belongs to another account."""
    if scope.is_log_account:
        yield not_applicable(scope.account_arn, "log_account", "This account is the log archive.")
        return
    yield from nothing_to_judge(scope, facts, asks="log files are not stored in any account")
    for trail in carriers(scope, facts):
        yield _judge_trail(scope, trail, s3)


def _judge_trail(scope: Scope, trail: Trail, s3: S3Facts) -> Verdict:
    if isinstance(s3.buckets, Unknown):
        return unknown(trail.arn, s3.buckets)
    if not trail.bucket:
        detail = f"AWS did not report the bucket of trail {trail.name}."
        return unknown(trail.arn, Unknown(Reason.MALFORMED, "cloudtrail:DescribeTrails", detail))
    if any(bucket.name == trail.bucket for bucket in s3.buckets):
        message = f"Trail {trail.name} delivers to bucket {trail.bucket} in the same account."
        return failed(trail.arn, message, bucket=trail.bucket)
    status = trail.status
    if (
        isinstance(status, Unknown)
        or status.last_delivery_error
        or hours_since(scope, status.last_delivery_at) > MAX_HOURS
    ):
        detail = f"Bucket {trail.bucket} is not in this account, but no files are delivered, so it may not exist."
        return unknown(trail.arn, Unknown(Reason.NOT_COLLECTED, "", detail))
    message = f"Trail {trail.name} delivers to bucket {trail.bucket} in another account."
    if missing := left_out(trail):
        return review(trail.arn, f"{message} It excludes these events: {missing}.", bucket=trail.bucket)
    return passed(trail.arn, message, bucket=trail.bucket)
