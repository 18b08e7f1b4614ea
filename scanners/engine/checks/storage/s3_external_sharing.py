"""Buckets shared with other accounts should be shared on purpose."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks._own import is_own, own_account_ids
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, no_buckets
from scanners.engine.checks.storage._delivery import only_delivers_logs
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Policy, Statement
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.trust import demands_value, names_everybody, principal_account
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="s3_external_sharing",
    title="Sharing with other accounts is known",
    question="Which buckets are shared with accounts that are not yours?",
    needs=(S3Facts,),
    also=(OrgFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Remove the sharing, or tie it to an organization, an account and the actions that are needed.",
    console="S3 > the bucket > Permissions > Bucket policy.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """A bucket without a policy shares nothing by one."""
    yield from no_buckets(scope, facts)
    for bucket in known_buckets(facts):
        arn, region = bucket.arn(scope.partition), bucket.region
        if bucket.policy is None:
            yield not_applicable(arn, "no_policy", f"Bucket {bucket.name} has no policy.", region=region)
        elif isinstance(bucket.policy, Unknown):
            yield unknown(arn, bucket.policy, region=region)
        else:
            yield _judge_policy(scope, bucket, bucket.policy, organization)


def _judge_policy(scope: Scope, bucket: Bucket, policy: Policy, organization: OrgFacts | Unknown) -> Verdict:
    arn, own = bucket.arn(scope.partition), own_account_ids(scope, organization)
    shared = [one for one in policy.allows if not _stays_home(one, own, organization)]
    if shared:
        whom = sorted({person.value for one in shared for person in one.principals if not is_own(person, own)})
        labels = [one.label for one in shared]
        message = (
            f"Bucket {bucket.name} is shared with others: {', '.join(map(_named, whom[:10])) or 'nearly everybody'}."
        )
        return review(arn, message, region=bucket.region, statements=labels[:20], principals=whom[:20])
    if not policy.is_readable:
        return unknown(arn, unreadable_policy(policy, action="s3:GetBucketPolicy"), region=bucket.region)
    return passed(arn, f"The policy of bucket {bucket.name} names no foreign account.", region=bucket.region)


def _stays_home(statement: Statement, own: frozenset[str], organization: OrgFacts | Unknown) -> bool:
    org_id = organization.org_id if isinstance(organization, OrgFacts) else ""
    if isinstance(org_id, str) and demands_value(statement, "aws:principalorgid", org_id):
        return True
    if any(demands_value(statement, "aws:principalaccount", account) for account in own):
        return True
    if names_everybody(statement):
        return False
    if only_delivers_logs(statement):
        return True
    people = [one for one in statement.principals if one.kind != "Service"]
    return all(principal_account(one) and is_own(one, own) for one in people)


def _named(principal: str) -> str:
    return "everybody" if principal == "*" else principal
