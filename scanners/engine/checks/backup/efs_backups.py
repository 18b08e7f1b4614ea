"""EFS file systems have recovery points in AWS Backup, which also makes EFS automatic backups."""

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
    title="EFS file systems backed up",
    question="Do EFS file systems have backups?",
    needs=(EfsFacts,),
    also=(BackupFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Turn on automatic backups, or add the file system to an AWS Backup plan.",
    cli="aws efs put-backup-policy --file-system-id ... --backup-policy Status=ENABLED",
    console="EFS > File systems > the file system > Edit > Automatic backups.",
    source="https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html",
)
_FIRST_DAY_HOURS = 24
_POLICY_ON = ("ENABLED", "ENABLING")


@check.judge
def judge(scope: Scope, efs: Regional[EfsFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """Considers AWS Backup, the only mechanism for EFS."""
    copies = Copies(scope, backup)

    def judge_one(region: str, one: EfsFileSystem) -> Verdict:
        copy = copies.of(region, one.arn)
        return (
            declared_reproducible(scope, region, one.arn, f"File system {one.id}")
            or _judge_start(scope, region, one, copy)
            or judge_copy(region, one.arn, f"File system {one.id}", copy, lacks="has no automatic backups")
        )

    systems = found(efs, lambda facts: facts.file_systems)
    yield from judged(
        scope, systems, judge_one, reason="no_file_systems", message="The account has no EFS file systems."
    )


def _judge_start(scope: Scope, region: str, one: EfsFileSystem, copy: Copy) -> Verdict | None:
    """REVIEW for a file system whose backups may not have run yet; None for all others.

    Automatic backups run once a day.
    """
    if copy.state in (State.RECENT, State.UNREAD):
        return None
    if hours_since(scope, one.created_at) < _FIRST_DAY_HOURS:
        message = (
            f"File system {one.id} was created less than a day ago, so no backup is expected yet. Scan again later."
        )
        return review(one.arn, message, region=region, created_at=said(one.created_at))
    if isinstance(one.backup_policy, Unknown):
        return unknown(one.arn, one.backup_policy, region=region)
    if one.backup_policy not in _POLICY_ON:
        return None
    seen = "no recovery point of it" if copy.state is State.NONE else "no recent recovery point of it"
    message = f"Automatic backups of file system {one.id} are on, but AWS Backup has {seen}. Check its backup jobs."
    return review(one.arn, message, region=region, backup_policy=one.backup_policy, last_backup=said(copy.at))
