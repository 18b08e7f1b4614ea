"""Running instances have an instance profile, which provides temporary credentials."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.compute import InstanceFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="compute_uses_roles",
    title="Instance profiles on EC2 instances",
    question="Do all running instances have an instance profile?",
    needs=(InstanceFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Attach an instance profile with a least-privilege role, or document that the instance makes no AWS API calls.",
    cli="aws ec2 associate-iam-instance-profile --instance-id ... --iam-instance-profile Name=...",
    console="EC2 > Instances > the instance > Actions > Security > Modify IAM role.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
)


@check.judge
def judge(scope: Scope, facts: Regional[InstanceFacts]) -> Iterator[Verdict]:
    """Instances that an AWS service operates are left out."""
    unread = tuple(unread_regions(scope, facts))
    yield from unread
    is_empty = True
    for region, fact in facts.known():
        own = [one for one in fact.instances if not one.is_managed]
        bare = [one for one in own if not one.profile_arn]
        for one in bare:
            arn = f"arn:{scope.partition}:ec2:{region}:{scope.account_id}:instance/{one.id}"
            yield review(arn, f"Instance {one.id} has no instance profile.", region=region)
        if own and not bare:
            message = f"{counted(len(own), 'running instance')} in {region}, all with an instance profile."
            yield passed(scope.account_arn, message, region=region, instances=len(own))
        is_empty = is_empty and not own
    if is_empty and not unread:
        yield not_applicable(scope.account_arn, "no_instances", "No EC2 instance is running.")
