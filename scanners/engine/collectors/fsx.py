"""FSx file systems of all four kinds; each keeps its backup retention in its own part of the answer."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, number, structure_or_empty, text, text_or
from scanners.engine.facts.fsx import FsxFacts, FsxFileSystem
from scanners.engine.facts.unknown import Unknown

DESCRIBE = Operation("fsx", "DescribeFileSystems", "fsx:DescribeFileSystems")
_PARTS = ("WindowsConfiguration", "LustreConfiguration", "OntapConfiguration", "OpenZFSConfiguration")


def collect(context: Context) -> FsxFacts | Unknown:
    """All file systems of the region."""
    found = read_region(context, DESCRIBE, "FileSystems", _file_system)
    return found if isinstance(found, Unknown) else FsxFacts(found)


def _file_system(one: Fields) -> FsxFileSystem:
    parts = [part for name in _PARTS if (part := structure_or_empty(one, name))]
    days = [number(part, "AutomaticBackupRetentionDays") for part in parts if "AutomaticBackupRetentionDays" in part]
    return FsxFileSystem(
        arn=text(one, "ResourceARN"),
        type=text_or(one, "FileSystemType"),
        deployment=next((text_or(part, "DeploymentType") for part in parts), ""),
        backup_days=days[0] if days else None,
        key=text_or(one, "KmsKeyId"),
    )


COLLECTORS = (Collector("fsx", FsxFacts, (DESCRIBE,), collect, is_regional=True),)
