"""EFS's own automatic backups are made by AWS Backup, so its list tells whether they happen."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import hours_since, said
from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._copies import Copies, Copy, State, judge_copy
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review, unknown
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
_FIRST_DAY_HOURS = 24
_POLICY_ON = ("ENABLED", "ENABLING")


@check.judge
def judge(scope: Scope, efs: Regional[EfsFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """There is no other mechanism."""
    copies = Copies(scope, backup)

    def judge_one(region: str, one: EfsFileSystem) -> Verdict:
        copy = copies.of(region, one.arn)
        return (
            declared_reproducible(scope, region, one.arn, f"File system {one.id}")
            or _judge_start(scope, region, one, copy)
            or judge_copy(region, one.arn, f"File system {one.id}", copy, lacks="has no backups of its own")
        )

    systems = found(efs, lambda facts: facts.file_systems)
    yield from judged(scope, systems, judge_one, reason="no_file_systems", message="There are no EFS file systems.")


def _judge_start(scope: Scope, region: str, one: EfsFileSystem, copy: Copy) -> Verdict | None:
    """The verdict on a file system whose backups may just not have run yet; None for every other.

    Automatic backups run once a day.
    """
    if copy.state in (State.RECENT, State.UNREAD):
        return None
    if hours_since(scope, one.created_at) < _FIRST_DAY_HOURS:
        message = f"File system {one.id} is younger than a day, so no backup can be expected yet; scan again later."
        return review(one.arn, message, region=region, created_at=said(one.created_at))
    if isinstance(one.backup_policy, Unknown):
        return unknown(one.arn, one.backup_policy, region=region)
    if one.backup_policy not in _POLICY_ON:
        return None
    seen = "no copy of it" if copy.state is State.NONE else "no recent copy of it"
    message = f"Automatic backups of file system {one.id} are on, but AWS Backup has {seen}; look at its backup jobs."
    return review(one.arn, message, region=region, backup_policy=one.backup_policy, last_backup=said(copy.at))
