"""EFS file systems. Their own automatic backups are AWS Backup's, so they show in its list.

https://docs.aws.amazon.com/efs/latest/ug/API_DescribeBackupPolicy.html
"""

from __future__ import annotations

from dataclasses import replace

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, flag, moment_or_none, structure, text, text_or
from scanners.engine.facts.backup import RECENT, BackupFacts
from scanners.engine.facts.efs import EfsFacts, EfsFileSystem
from scanners.engine.facts.unknown import Unknown

DESCRIBE = Operation("efs", "DescribeFileSystems", "elasticfilesystem:DescribeFileSystems")


BACKUP_POLICY = Operation("efs", "DescribeBackupPolicy", "elasticfilesystem:DescribeBackupPolicy")


def collect(context: Context) -> EfsFacts | Unknown:
    """All file systems of the region. Only one without a recent copy in AWS Backup is asked for its backup policy."""
    found = read_region(context, DESCRIBE, "FileSystems", _file_system, MaxItems=100)
    if isinstance(found, Unknown):
        return found
    recent = _recently_copied(context)
    return EfsFacts(tuple(context.reader.each(lambda one: _with_policy(context, one, recent), found)))


def _recently_copied(context: Context) -> frozenset[str]:
    backup = context.facts.get(BackupFacts)
    if not isinstance(backup, BackupFacts) or isinstance(backup.protected, Unknown):
        return frozenset()
    return frozenset(arn for arn, at in backup.last_backups().items() if at >= context.now - RECENT)


def _with_policy(context: Context, one: EfsFileSystem, recent: frozenset[str]) -> EfsFileSystem:
    if one.arn in recent:
        return one
    absent = {"PolicyNotFound": "", "FileSystemNotFound": ""}
    policy = read(context, BACKUP_POLICY, _policy, region=context.region, absent=absent, FileSystemId=one.id)
    return replace(one, backup_policy=policy)


def _policy(answer: Fields) -> str:
    return text(structure(answer, "BackupPolicy"), "Status")


def _file_system(one: Fields) -> EfsFileSystem:
    return EfsFileSystem(
        text(one, "FileSystemArn"),
        flag(one, "Encrypted"),
        text_or(one, "KmsKeyId"),
        moment_or_none(one, "CreationTime"),
    )


COLLECTORS = (Collector("efs", EfsFacts, (DESCRIBE, BACKUP_POLICY), collect, after=(BackupFacts,), is_regional=True),)
