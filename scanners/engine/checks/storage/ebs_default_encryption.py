"""EBS encryption by default is enabled in Regions in use."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.ebs import EbsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="ebs_default_encryption",
    title="EBS encryption by default enabled",
    question="Is EBS encryption by default enabled in the Regions in use?",
    needs=(EbsFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Enable EBS encryption by default in each Region that you use.",
    cli="aws ec2 enable-ebs-encryption-by-default --region ...",
    console="EC2 > Dashboard > Account attributes > Data protection and security > EBS encryption.",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
)


@check.judge
def judge(scope: Scope, ebs: Regional[EbsFacts]) -> Iterator[Verdict]:
    """NOT_APPLICABLE for Regions without volumes."""
    for region, gap in ebs.unknown():
        yield unknown(scope.account_arn, gap, region=region)
    for region, facts in ebs.known():
        yield _judge_region(scope, region, facts)


def _judge_region(scope: Scope, region: str, facts: EbsFacts) -> Verdict:
    arn, is_on = scope.account_arn, facts.encrypts_by_default
    if is_on is True:
        return passed(arn, f"New volumes in {region} are encrypted by default.", region=region, is_on=True)
    if facts.volumes == ():
        return not_applicable(arn, "region_idle", f"No EBS volumes in {region}.", region=region)
    if isinstance(is_on, Unknown):
        return unknown(arn, is_on, region=region)
    if isinstance(facts.volumes, Unknown):
        return unknown(arn, facts.volumes, region=region)
    return review(arn, f"New volumes in {region} are not encrypted by default.", region=region, is_on=False)
