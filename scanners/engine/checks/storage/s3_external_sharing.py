"""Buckets are shared with other accounts only on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._acl_sharing import acl_gap, acl_strangers
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.storage._sharing import Home, home_of, strangers
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Policy
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_external_sharing",
    title="Bucket access by other accounts reviewed",
    question="Which buckets grant access to accounts that are not yours?",
    needs=(S3Facts,),
    also=(OrgFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Remove the access, or restrict it to an organization or account and the required actions. Add "
    "aws:SourceAccount or aws:SourceArn with your own account to statements for AWS services. Disable ACLs.",
    console="S3 > the bucket > Permissions > Bucket policy; Access control list (ACL).",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """Considers policy and ACL. A service principal that may act for any account counts as sharing."""
    yield from no_buckets(scope, facts)
    home = home_of(scope, facts, organization)
    for bucket in known_buckets(facts):
        yield _judge_bucket(bucket, bucket.arn(scope.partition), home, acl_strangers(bucket, facts))


def _judge_bucket(bucket: Bucket, arn: str, home: Home, granted: tuple[str, ...]) -> Verdict:
    region, policy = bucket.region, bucket.policy
    shared = _shared(policy, home) if isinstance(policy, Policy) else {}
    whom = [*dict.fromkeys(one for some in shared.values() for one in some), *granted]
    if whom:
        labels = [*shared, *(["ACL"] if granted else [])]
        message = f"Bucket {bucket.name} grants access to others: {', '.join(whom[:10])}."
        return review(arn, message, region=region, statements=labels[:20], principals=whom[:20])
    if gap := _policy_gap(policy) or acl_gap(bucket):
        return unknown(arn, gap, region=region)
    if not isinstance(policy, Policy):
        message = f"Bucket {bucket.name} has no policy, and its ACL grants access to its owner only."
        return not_applicable(arn, "no_policy", message, region=region)
    message = f"The policy and the ACL of bucket {bucket.name} grant access to your own accounts only."
    return passed(arn, message, region=region, networks=_networks(policy))


def _shared(policy: Policy, home: Home) -> dict[str, tuple[str, ...]]:
    """External principals of each statement, by its label."""
    return {one.label: whom for one in policy.allows if (whom := strangers(one, home))}


def _policy_gap(policy: Policy | Unknown | None) -> Unknown | None:
    if policy is None or isinstance(policy, Unknown):
        return policy
    return None if policy.is_readable else unreadable_policy(policy, action="s3:GetBucketPolicy")


def _networks(policy: Policy) -> list[str]:
    """VPCs and VPC endpoints in conditions of the policy, which does not show their owner."""
    keys = ("aws:sourcevpc", "aws:sourcevpce")
    values = (value for one in policy.allows for part in one.conditions if part.key in keys for value in part.values)
    return sorted(set(values))[:20]
