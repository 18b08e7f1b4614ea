"""Policies of sensitive buckets deny requests without TLS."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import unreadable_policy
from scanners.engine.checks.registry import Check
from scanners.engine.checks.storage._buckets import known_buckets, log_buckets, no_buckets
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.matching import covers_every_action, covers_resource, covers_whole_service
from scanners.engine.facts.policies import Condition, Policy, Statement
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_FLOORS = ("1.2", "1.3")

check = Check(
    id="s3_tls_only_policy",
    title="TLS required for sensitive buckets",
    question="Do the policies of sensitive buckets deny requests without TLS?",
    needs=(S3Facts,),
    also=(TrailFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Add a Deny statement for s3:* and all principals on the bucket and its objects where "
    "aws:SecureTransport is false.",
    cli="aws s3api put-bucket-policy --bucket ... --policy file://policy.json",
    console="S3 > the bucket > Permissions > Bucket policy.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
)


@check.judge
def judge(scope: Scope, facts: S3Facts, trails: TrailFacts | Unknown) -> Iterator[Verdict]:
    """FAIL only for buckets that are declared sensitive."""
    yield from no_buckets(scope, facts)
    logs = {bucket.name for bucket in log_buckets(facts, trails)}
    for bucket in known_buckets(facts):
        yield _judge_bucket(scope, bucket, is_log=bucket.name in logs)


def _judge_bucket(scope: Scope, bucket: Bucket, *, is_log: bool) -> Verdict:
    arn, region, policy = bucket.arn(scope.partition), bucket.region, bucket.policy
    is_sensitive = scope.store(arn).is_sensitive
    if is_sensitive is False:
        return not_applicable(
            arn, "not_sensitive", f"Bucket {bucket.name} is declared to hold no sensitive data.", region=region
        )
    if isinstance(policy, Unknown):
        return unknown(arn, policy, region=region)
    refusals = _refusals(policy, arn) if policy else []
    if refusals:
        labels = [one.label for one in refusals]
        return passed(arn, f"Bucket {bucket.name} denies requests without TLS.", region=region, statements=labels)
    if policy and not policy.is_readable:
        return unknown(arn, unreadable_policy(policy, action="s3:GetBucketPolicy"), region=region)
    if is_log and not is_sensitive:
        message = f"Bucket {bucket.name} contains CloudTrail log files, which AWS delivers over TLS."
        return not_applicable(arn, "log_bucket", message, region=region)
    if is_sensitive:
        return failed(arn, f"Sensitive bucket {bucket.name} accepts requests without TLS.", region=region)
    message = f"Bucket {bucket.name} accepts requests without TLS. Declare whether it holds sensitive data."
    return review(arn, message, region=region)


def _refusals(policy: Policy, arn: str) -> list[Statement]:
    """Statements that together deny requests without TLS on the bucket and all objects; empty if incomplete."""
    found = [one for one in policy.denies if _refuses_plain_http(one)]
    found = [one for one in found if not one.not_resources]  # it leaves out just what it names
    is_whole = all(any(covers_resource(one, target) for one in found) for target in (arn, f"{arn}/q", f"{arn}/w8/z"))
    return found if is_whole else []


def _refuses_plain_http(statement: Statement) -> bool:
    is_everybody = any(one.value == "*" and one.kind in ("*", "AWS") for one in statement.principals)
    is_everything = covers_every_action(statement) or covers_whole_service(statement, "s3")
    asked = [one for one in statement.conditions if not _spares_services(one)]
    return is_everybody and is_everything and len(asked) == 1 and _is_plain(asked[0])


def _spares_services(condition: Condition) -> bool:
    """Leaves out calls that an AWS service makes as itself, which AWS makes over TLS.

    Anonymous requests lack the key: only a public bucket accepts them, and other checks judge that.
    """
    is_plain_bool = condition.operator == "bool" and not condition.qualifier
    return condition.key == "aws:principalisawsservice" and is_plain_bool and condition.values == ("false",)


def _is_plain(condition: Condition) -> bool:
    """True for requests without TLS. A floor of the TLS version alone does not see them: they have no version."""
    if condition.qualifier:
        return False
    if condition.key == "aws:securetransport":
        return condition.operator == "bool" and condition.values == ("false",)
    is_floor = condition.key == "s3:tlsversion" and condition.operator == "numericlessthan"
    return is_floor and condition.if_exists and all(value in _FLOORS for value in condition.values)
