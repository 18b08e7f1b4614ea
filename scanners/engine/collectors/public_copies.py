"""Own EBS snapshots, AMIs and database snapshots that are shared with everybody.

EC2 lists public ones by itself. RDS tells it of one snapshot at a time: only manual snapshots can be shared, and an
encrypted one never with everybody, so only manual unencrypted snapshots are asked, the newest first.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed, read
from scanners.engine.collectors.regional import local_arn, read_region
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag_or,
    moment_or_none,
    structure,
    structures,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.public_copies import PublicCopy, PublicCopyFacts
from scanners.engine.facts.unknown import Reason, Unknown

LIST_SNAPSHOTS = Operation("ec2", "DescribeSnapshots", "ec2:DescribeSnapshots")
GET_SHARING = Operation("ec2", "GetSnapshotBlockPublicAccessState", "ec2:GetSnapshotBlockPublicAccessState")
LIST_IMAGES = Operation("ec2", "DescribeImages", "ec2:DescribeImages")
LIST_DB = Operation("rds", "DescribeDBSnapshots", "rds:DescribeDBSnapshots")
GET_DB = Operation("rds", "DescribeDBSnapshotAttributes", "rds:DescribeDBSnapshotAttributes")
LIST_CLUSTER = Operation("rds", "DescribeDBClusterSnapshots", "rds:DescribeDBClusterSnapshots")
GET_CLUSTER = Operation("rds", "DescribeDBClusterSnapshotAttributes", "rds:DescribeDBClusterSnapshotAttributes")
MOST = 50
_NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What the two kinds of database snapshot call the same things."""

    name: str
    listing: Operation
    asking: Operation
    prefix: str
    encrypted: str
    gone: str


_DB = _Kind("DB snapshot", LIST_DB, GET_DB, "DBSnapshot", "Encrypted", "DBSnapshotNotFound")
_CLUSTER = _Kind(
    "DB cluster snapshot",
    LIST_CLUSTER,
    GET_CLUSTER,
    "DBClusterSnapshot",
    "StorageEncrypted",
    "DBClusterSnapshotNotFoundFault",
)


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    arn: str
    is_encrypted: bool
    made_at: datetime


def collect(context: Context) -> PublicCopyFacts:
    """Each list that could not be read is Unknown by itself."""

    def snapshot(entry: Fields) -> PublicCopy:
        found = text(entry, "SnapshotId")
        return PublicCopy(local_arn(context, "ec2", f"snapshot/{found}"), "EBS snapshot", found)

    def image(entry: Fields) -> PublicCopy:
        found = text(entry, "ImageId")
        return PublicCopy(local_arn(context, "ec2", f"image/{found}"), "AMI", text_or(entry, "Name") or found)

    snapshots = read_region(
        context, LIST_SNAPSHOTS, "Snapshots", snapshot, OwnerIds=["self"], RestorableByUserIds=["all"]
    )
    return PublicCopyFacts(
        snapshots=snapshots,
        snapshot_sharing=_sharing(context) if snapshots and not isinstance(snapshots, Unknown) else _NOT_ASKED,
        images=read_region(context, LIST_IMAGES, "Images", image, Owners=["self"], ExecutableUsers=["all"]),
        database_snapshots=_database_snapshots(context, _DB),
        cluster_snapshots=_database_snapshots(context, _CLUSTER),
    )


def _sharing(context: Context) -> str | Unknown:
    return read(context, GET_SHARING, lambda answer: text(answer, "State"), region=context.region)


def _database_snapshots(context: Context, kind: _Kind) -> tuple[PublicCopy | Unknown, ...] | Unknown:
    def listed(entry: Fields) -> _Listed:
        return _Listed(
            name=text(entry, f"{kind.prefix}Identifier"),
            arn=text(entry, f"{kind.prefix}Arn"),
            is_encrypted=flag_or(entry, kind.encrypted, False),
            made_at=moment_or_none(entry, "SnapshotCreateTime") or _BEFORE_ALL,
        )

    found = read_region(context, kind.listing, f"{kind.prefix}s", listed, SnapshotType="manual")
    if isinstance(found, Unknown):
        return found
    plain = sorted((one for one in found if not one.is_encrypted), key=lambda one: one.made_at, reverse=True)
    asked = context.reader.each(lambda one: _if_public(context, kind, one), plain[:MOST])
    public: list[PublicCopy | Unknown] = [one for one in asked if one is not None]
    if (rest := len(plain) - MOST) > 0:
        detail = f"{rest} more manual {kind.name}s without encryption were not read."
        public.append(Unknown(Reason.NOT_COLLECTED, kind.asking.action, detail))
    return tuple(public)


def _if_public(context: Context, kind: _Kind, listed: _Listed) -> PublicCopy | Unknown | None:
    """The snapshot if everybody may restore it, None if not, or if it is gone by now."""
    try:
        answer = context.reader.call(kind.asking, region=context.region, **{f"{kind.prefix}Identifier": listed.name})
        result = structure(answer, f"{kind.prefix}AttributesResult")
        attributes = structures(result, f"{kind.prefix}Attributes")
        restorers = {who for one in attributes if text(one, "AttributeName") == "restore" for who in _values(one)}
    except CallFailed as failed:
        return None if failed.code == kind.gone else failed.gap
    except MalformedAnswerError as odd:
        return malformed(kind.asking, odd)
    return PublicCopy(listed.arn, kind.name, listed.name) if "all" in restorers else None


def _values(attribute: Fields) -> tuple[str, ...]:
    return texts(attribute, "AttributeValues")


COLLECTORS = (
    Collector(
        "public_copies",
        PublicCopyFacts,
        (LIST_SNAPSHOTS, GET_SHARING, LIST_IMAGES, LIST_DB, GET_DB, LIST_CLUSTER, GET_CLUSTER),
        collect,
        is_regional=True,
    ),
)
