"""No EBS snapshot, database snapshot or AMI is public."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, in_region
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.facts.public_copies import PublicCopy, PublicCopyFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="public_snapshots_and_images",
    title="No public snapshots or AMIs",
    question="Can any AWS account copy a snapshot or AMI of this account?",
    needs=(PublicCopyFacts,),
    severity=Severity.CRITICAL,
    weight=Weight.SUPPORTING,
    fix="Make the snapshot or AMI private, and turn on block public access for EBS snapshots and AMIs.",
    cli="aws ec2 modify-snapshot-attribute --snapshot-id ... --attribute createVolumePermission "
    "--operation-type remove --group-names all",
    console="EC2 > Snapshots or AMIs > Actions > Modify permissions; RDS > Snapshots > Actions > Share snapshot.",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html",
)
_ALL_BLOCKED = "block-all-sharing"


@check.judge
def judge(scope: Scope, facts: Regional[PublicCopyFacts]) -> Iterator[Verdict]:
    """FAIL for each public copy. Block public access for EBS snapshots overrides their permissions."""
    copies = found(
        facts,
        lambda one: one.snapshots,
        lambda one: one.images,
        lambda one: one.database_snapshots,
        lambda one: one.cluster_snapshots,
    )
    for region, gap in copies.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for region, copy in copies.items:
        yield _judge(region, copy, in_region(facts, region).snapshot_sharing)
    if not copies.items and not copies.gaps:
        yield passed(scope.account_arn, "No EBS snapshot, database snapshot or AMI of the account is public.")


def _judge(region: str, copy: PublicCopy, sharing: str | Unknown) -> Verdict:
    if copy.kind == "EBS snapshot" and isinstance(sharing, Unknown):
        return unknown(copy.arn, sharing, region=region)
    if copy.kind == "EBS snapshot" and sharing == _ALL_BLOCKED:
        message = f"EBS snapshot {copy.name} is shared publicly, but block public access prevents access."
        return passed(copy.arn, message, region=region, block_public_access=sharing)
    return failed(copy.arn, f"{copy.kind} {copy.name} is public.", region=region, kind=copy.kind)
