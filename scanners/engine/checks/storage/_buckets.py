"""Buckets of the account and its log buckets."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks.verdicts import Verdict, not_applicable, review, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.delivery import lets_cloudtrail_write
from scanners.engine.facts.policies import Policy
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope


def known_buckets(facts: S3Facts) -> tuple[Bucket, ...]:
    """All buckets; none if the list could not be read."""
    return () if isinstance(facts.buckets, Unknown) else facts.buckets


def no_buckets(scope: Scope, facts: S3Facts) -> Iterator[Verdict]:
    """The verdict if there are no buckets."""
    if isinstance(facts.buckets, Unknown):
        yield unknown(scope.account_arn, facts.buckets)
    elif not facts.buckets:
        yield not_applicable(scope.account_arn, "no_buckets", "The account has no buckets.")


def log_buckets(facts: S3Facts, trails: TrailFacts | Unknown) -> tuple[Bucket, ...]:
    """Buckets of visible trails, and buckets whose policy allows CloudTrail to write (a log account sees no trail)."""
    names = set() if isinstance(trails, Unknown) else {trail.bucket for trail in trails.trails}
    return tuple(
        bucket for bucket in known_buckets(facts) if bucket.name in names or lets_cloudtrail_write(bucket.policy)
    )


def no_log_buckets(scope: Scope, facts: S3Facts, trails: TrailFacts | Unknown) -> Iterator[Verdict]:
    """Verdicts for log buckets of other accounts: UNKNOWN, never PASS."""
    if isinstance(facts.buckets, Unknown):
        yield unknown(scope.account_arn, facts.buckets)
        return
    own = {bucket.name for bucket in facts.buckets}
    seen = () if isinstance(trails, Unknown) else trails.trails
    foreign = sorted({trail.bucket for trail in seen if trail.bucket and trail.bucket not in own})
    for name in foreign:
        detail = (
            f"Log bucket {name} is in another account. Connect that account, or document how the bucket is protected."
        )
        yield unknown(f"arn:{scope.partition}:s3:::{name}", Unknown(Reason.NOT_COLLECTED, "", detail))
    is_told = bool(foreign or log_buckets(facts, trails))
    hidden = () if is_told and not scope.is_log_account else _hidden_log_buckets(facts, trails)
    for bucket, gap in hidden:
        yield unknown(bucket.arn(scope.partition), gap, region=bucket.region)
    if is_told or hidden:
        return
    if isinstance(trails, Unknown):
        yield unknown(scope.account_arn, trails)
    else:
        message = "No trail is visible, and no bucket receives CloudTrail files. Document where the logs are stored."
        yield review(scope.account_arn, message)


def _hidden_log_buckets(facts: S3Facts, trails: TrailFacts | Unknown) -> tuple[tuple[Bucket, Unknown], ...]:
    """Buckets that may receive CloudTrail files, because their policy could not be read."""
    logs = log_buckets(facts, trails)
    others = [bucket for bucket in known_buckets(facts) if bucket not in logs]
    return tuple((bucket, gap) for bucket in others if (gap := _policy_gap(bucket.policy)))


def _policy_gap(policy: Policy | Unknown | None) -> Unknown | None:
    if policy is None or isinstance(policy, Unknown):
        return policy
    return None if policy.is_readable else unreadable_policy(policy, action="s3:GetBucketPolicy")
