"""EFS's own automatic backups are made by AWS Backup, so its list tells whether they happen."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._copies import Copies, judge_copy
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.efs import EfsFacts, EfsFileSystem
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="efs_backups",
    title="EFS file systems are backed up",
    question="Are EFS file systems backed up?",
    needs=(EfsFacts,),
    also=(BackupFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Switch automatic backups on, or add the file system to an AWS Backup plan.",
    cli="aws efs put-backup-policy --file-system-id ... --backup-policy Status=ENABLED",
    console="EFS > File systems > the file system > Edit > Automatic backups.",
    source="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
)


@check.judge
def judge(scope: Scope, efs: Regional[EfsFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """There is no other mechanism."""
    copies = Copies(scope, backup)

    def judge_one(region: str, one: EfsFileSystem) -> Verdict:
        name = f"File system {one.id}"
        copy = copies.of(region, one.arn)
        return declared_reproducible(scope, region, one.arn, name) or judge_copy(
            region, one.arn, name, copy, lacks="has no backups of its own"
        )

    systems = found(efs, lambda facts: facts.file_systems)
    yield from judged(scope, systems, judge_one, reason="no_file_systems", message="There are no EFS file systems.")
