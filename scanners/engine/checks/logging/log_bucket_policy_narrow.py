"""Only log services write to the log bucket, and only for own accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._acl_sharing import acl_gap, acl_strangers
from scanners.engine.checks.storage._actions import writes
from scanners.engine.checks.storage._buckets import log_buckets, no_log_buckets
from scanners.engine.checks.storage._delivery import delivers_balancer_logs
from scanners.engine.checks.storage._sharing import Home, home_of, service_strangers
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Policy, Principal, Statement
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.trust import bounding_condition, names_everybody
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html and each service's page
_LOG_SERVICE = re.compile(
    r"(?:cloudtrail|config|guardduty|redshift|delivery\.logs|logging\.s3|logs(?:\.[a-z0-9-]{5,25})?"
    r"|logdelivery\.(?:elasticloadbalancing|elb))\.amazonaws\.com(?:\.cn)?"
)

check = Check(
    id="log_bucket_policy_narrow",
    title="Log bucket limited to log services",
    question="Does the log bucket policy allow only log services to write, on behalf of own accounts?",
    needs=(S3Facts,),
    also=(TrailFacts, OrgFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Add aws:SourceArn, aws:SourceAccount or aws:SourceOrgID with your own accounts to the statements of log "
    "services, remove other writers, and disable ACLs.",
    cli="aws s3api put-bucket-policy --bucket ... --policy file://policy.json",
    console="S3 > the bucket > Permissions > Bucket policy.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html",
)


@check.judge
def judge(
    scope: Scope, facts: S3Facts, trails: TrailFacts | Unknown, organization: OrgFacts | Unknown
) -> Iterator[Verdict]:
    """Considers every statement and the ACL; a statement that could not be read prevents PASS."""
    yield from no_log_buckets(scope, facts, trails)
    home = home_of(scope, facts, organization)
    for bucket in log_buckets(facts, trails):
        arn, policy = bucket.arn(scope.partition), bucket.policy
        if isinstance(policy, Unknown):
            yield unknown(arn, policy, region=bucket.region)
        else:
            yield _judge_bucket(bucket, arn, policy or Policy(()), home, acl_strangers(bucket, facts))


def _judge_bucket(bucket: Bucket, arn: str, policy: Policy, home: Home, granted: tuple[str, ...]) -> Verdict:
    region, statements = bucket.region, list(policy.allows)
    open_ones = [one.label for one in statements if names_everybody(one) and not bounding_condition(one)]
    if open_ones:
        message = f"The policy of log bucket {bucket.name} grants public access: {', '.join(open_ones)}."
        return failed(arn, message, region=region, statements=open_ones)
    if not policy.is_readable:
        return unknown(arn, unreadable_policy(policy, action="s3:GetBucketPolicy"), region=region)
    others = {one.label: found for one in statements if (found := _others(one, home))}
    whom = [*dict.fromkeys(one for some in others.values() for one in some), *granted]
    if whom:
        labels = [*others, *(["ACL"] if granted else [])]
        message = f"Log bucket {bucket.name} grants access to others than log services of your own accounts: "
        return review(arn, f"{message}{', '.join(whom[:10])}.", region=region, statements=labels, principals=whom[:20])
    if gap := acl_gap(bucket):
        return unknown(arn, gap, region=region)
    return passed(arn, f"Only log services can write to log bucket {bucket.name}.", region=region)


def _others(statement: Statement, home: Home) -> tuple[str, ...]:
    """Writers other than log services of own accounts, and services that may act for other accounts."""
    found = service_strangers(statement, home)
    if not writes(statement):
        return found
    if statement.not_principals:
        return ("everyone except the named principals",)
    return tuple(dict.fromkeys((*found, *(one.value for one in statement.principals if not _is_log(statement, one)))))


def _is_log(statement: Statement, principal: Principal) -> bool:
    if principal.kind == "Service":
        return _LOG_SERVICE.fullmatch(principal.value) is not None
    return delivers_balancer_logs(statement, principal)
