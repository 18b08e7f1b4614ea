"""Log files are encrypted with a KMS key, which adds a second permission to read them."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.scope import Scope

check = Check(
    id="cloudtrail_kms",
    title="Log files encrypted with a KMS key",
    question="Are the trail's log files encrypted with a KMS key?",
    needs=(TrailFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Choose a KMS key for the trail whose policy allows CloudTrail to encrypt and few principals to decrypt.",
    cli="aws cloudtrail update-trail --name ... --kms-key-id ...",
    console="CloudTrail > Trails > the trail > Edit > Log file SSE-KMS encryption.",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
)


@check.judge
def judge(scope: Scope, facts: TrailFacts) -> Iterator[Verdict]:
    """Never FAIL, because the default encryption meets the requirement."""
    if not facts.trails:
        yield not_applicable(scope.account_arn, "no_trail", "The account has no trail.")
    for trail in facts.trails:
        if trail.kms_key:
            yield passed(trail.arn, f"Trail {trail.name} encrypts its log files with a KMS key.", key=trail.kms_key)
        else:
            yield review(trail.arn, f"Trail {trail.name} uses the default encryption, without a KMS key.")
