"""EBS volumes are encrypted, which is set when a volume is created."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review
from scanners.engine.facts.ebs import EbsFacts, Volume
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="ebs_volumes_encrypted",
    title="EBS volumes encrypted",
    question="Are EBS volumes in use encrypted?",
    needs=(EbsFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create an encrypted volume from a snapshot, and replace the old volume.",
    cli="aws ec2 create-volume --snapshot-id ... --encrypted --availability-zone ...",
    console="EC2 > Snapshots > the snapshot > Actions > Create volume from snapshot > Encryption.",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
)


@check.judge
def judge(scope: Scope, ebs: Regional[EbsFacts]) -> Iterator[Verdict]:
    """REVIEW for volumes that are not attached."""

    def judge_one(region: str, volume: Volume) -> Verdict:
        if not volume.is_in_use and not volume.is_encrypted:
            message = (
                f"Volume {volume.id} is not encrypted and not attached. Delete it, or replace "
                "it with an encrypted volume."
            )
            return review(volume.arn, message, region=region, state=volume.state)
        name = f"Volume {volume.id}"
        return judge_encryption(scope, region, volume.arn, name, is_encrypted=volume.is_encrypted)

    volumes = found(ebs, lambda facts: facts.volumes)
    yield from judged(scope, volumes, judge_one, reason="no_volumes", message="The account has no EBS volumes.")
