"""EFS file systems are encrypted, which is set when a file system is created."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="efs_encrypted",
    title="EFS file systems encrypted",
    question="Are EFS file systems encrypted?",
    needs=(EfsFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create an encrypted file system and move the data, for example with AWS DataSync.",
    cli="aws efs create-file-system --encrypted",
    console="EFS > Create file system > Customize > Encryption.",
    source="https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
)


@check.judge
def judge(scope: Scope, efs: Regional[EfsFacts]) -> Iterator[Verdict]:
    """NOT_APPLICABLE for data stores that are declared to hold no sensitive data."""
    yield from judged(
        scope,
        found(efs, lambda facts: facts.file_systems),
        lambda region, one: judge_encryption(
            scope, region, one.arn, f"File system {one.id}", is_encrypted=one.is_encrypted, key=one.key
        ),
        reason="no_file_systems",
        message="The account has no EFS file systems.",
    )
