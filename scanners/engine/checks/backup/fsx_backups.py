"""FSx file systems have automatic backups or AWS Backup; scratch file systems of Lustre cannot have any."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import in_days, said
from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._copies import Copies, State, judge_copy
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.fsx import FsxFacts, FsxFileSystem
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="fsx_backups",
    title="FSx file systems backed up",
    question="Do FSx file systems have backups?",
    needs=(FsxFacts,),
    also=(BackupFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Set an automatic backup retention period of seven days or more, or add the file system to an AWS Backup plan.",
    cli="aws fsx update-file-system --file-system-id ... --windows-configuration AutomaticBackupRetentionDays=7",
    console="FSx > File systems > the file system > Backups.",
    source="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/using-backups.html",
)


@check.judge
def judge(scope: Scope, fsx: Regional[FsxFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """PASS with either mechanism."""
    copies = Copies(scope, backup)
    yield from judged(
        scope,
        found(fsx, lambda facts: facts.file_systems),
        lambda region, one: declared_reproducible(scope, region, one.arn, _name(one)) or _judge(region, one, copies),
        reason="no_file_systems",
        message="The account has no FSx file systems.",
    )


def _name(one: FsxFileSystem) -> str:
    return f"File system {one.id}"


def _judge(region: str, one: FsxFileSystem, copies: Copies) -> Verdict:
    if one.is_scratch:
        message = f"{_name(one)} is a scratch file system, which has no backups."
        return not_applicable(one.arn, "scratch", message, region=region, deployment=one.deployment)
    if one.backup_days:
        message = f"{_name(one)} keeps backups for {in_days(one.backup_days)}."
        return passed(one.arn, message, region=region, backup_days=one.backup_days)
    copy = copies.of(region, one.arn)
    # AWS Backup backs up single ONTAP volumes, and which volumes are required is not known here.
    volumes = copies.of_parts(region, f"{one.arn.replace(':file-system/', ':volume/')}/")
    if copy.state is State.NONE and volumes.state is State.RECENT:
        message = (
            f"{_name(one)} has no automatic backups, but AWS Backup has volumes of it. Document that "
            "all required volumes are included."
        )
        return review(one.arn, message, region=region, last_backup=said(volumes.at))
    if one.backup_days is None and copy.state is not State.RECENT:
        gap = Unknown(Reason.MALFORMED, "fsx:DescribeFileSystems", "AWS did not report the backup retention period.")
        return unknown(one.arn, gap, region=region)
    return judge_copy(region, one.arn, _name(one), copy, lacks="has no automatic backups")
