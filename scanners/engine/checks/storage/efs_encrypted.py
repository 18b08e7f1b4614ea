"""EFS encrypts only what was created encrypted."""

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
    title="EFS file systems are encrypted",
    question="Are EFS file systems encrypted?",
    needs=(EfsFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create an encrypted file system and move the content there, for example with DataSync.",
    cli="aws efs create-file-system --encrypted",
    console="EFS > Create file system > Customize > Encryption.",
    source="https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html",
)


@check.judge
def judge(scope: Scope, efs: Regional[EfsFacts]) -> Iterator[Verdict]:
    """A store that is declared free of sensitive data is left out."""
    yield from judged(
        scope,
        found(efs, lambda facts: facts.file_systems),
        lambda region, one: judge_encryption(
            scope, region, one.arn, f"File system {one.id}", is_encrypted=one.is_encrypted, key=one.key
        ),
        reason="no_file_systems",
        message="There are no EFS file systems.",
    )
