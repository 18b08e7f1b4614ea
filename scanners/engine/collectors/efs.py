"""EFS file systems. Their own automatic backups are AWS Backup's, so they show in its list."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, flag, text, text_or
from scanners.engine.facts.efs import EfsFacts, EfsFileSystem
from scanners.engine.facts.unknown import Unknown

DESCRIBE = Operation("efs", "DescribeFileSystems", "elasticfilesystem:DescribeFileSystems")


def collect(context: Context) -> EfsFacts | Unknown:
    """All file systems of the region."""
    found = read_region(context, DESCRIBE, "FileSystems", _file_system, MaxItems=100)
    return found if isinstance(found, Unknown) else EfsFacts(found)


def _file_system(one: Fields) -> EfsFileSystem:
    return EfsFileSystem(text(one, "FileSystemArn"), flag(one, "Encrypted"), text_or(one, "KmsKeyId"))


COLLECTORS = (Collector("efs", EfsFacts, (DESCRIBE,), collect, is_regional=True),)
