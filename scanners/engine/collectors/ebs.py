"""EBS: volumes, lifecycle policies, and snapshots only of what AWS Backup does not cover.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed, read
from scanners.engine.collectors.ebs_policies import POLICY_OPERATIONS, collect_policies
from scanners.engine.collectors.regional import local_arn, read_region
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag,
    flag_or,
    moment,
    moment_or_none,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.backup import RECENT, BackupFacts
from scanners.engine.facts.ebs import EbsFacts, LifecyclePolicy, SnapshotsOfVolume, Tag, Volume
from scanners.engine.facts.unknown import Unknown

BY_DEFAULT = Operation("ec2", "GetEbsEncryptionByDefault", "ec2:GetEbsEncryptionByDefault")
DESCRIBE_VOLUMES = Operation("ec2", "DescribeVolumes", "ec2:DescribeVolumes")
DESCRIBE_SNAPSHOTS = Operation("ec2", "DescribeSnapshots", "ec2:DescribeSnapshots")
_VOLUMES_PER_CALL = 200
_NODE_TAGS = (
    "aws:autoscaling:groupName",
    "aws:ecs:clusterName",
    "aws:eks:cluster-name",
    "eks:nodegroup-name",
    "karpenter.sh/nodepool",
    "karpenter.sh/provisioner-name",
)
_CLAIM_TAGS = ("kubernetes.io/created-for/pvc/name", "CSIVolumeName", "ebs.csi.aws.com/cluster")
_AUTOMATIC = ("aws:backup:", "aws:dlm:")


def collect(context: Context) -> EbsFacts:
    """Policies first: volumes keep only the tags they look for."""
    policies = collect_policies(context)
    wanted = _wanted_keys(policies)
    volumes = read_region(
        context, DESCRIBE_VOLUMES, "Volumes", lambda volume: _volume(context, volume, wanted), MaxResults=500
    )
    return EbsFacts(
        encrypts_by_default=read(
            context, BY_DEFAULT, lambda answer: flag(answer, "EbsEncryptionByDefault"), region=context.region
        ),
        volumes=volumes,
        snapshots=volumes if isinstance(volumes, Unknown) else _snapshots(context, volumes),
        policies=policies,
    )


def _wanted_keys(policies: tuple[LifecyclePolicy | Unknown, ...] | Unknown) -> frozenset[str]:
    known = () if isinstance(policies, Unknown) else policies
    return frozenset(tag.key for one in known if isinstance(one, LifecyclePolicy) for tag in one.target_tags)


def _volume(context: Context, volume: Fields, wanted: frozenset[str]) -> Volume:
    name = text(volume, "VolumeId")
    tags = [Tag(text(tag, "Key"), text_or(tag, "Value")) for tag in structures(volume, "Tags")]
    keys = {tag.key for tag in tags}
    attachments = structures(volume, "Attachments")
    return Volume(
        id=name,
        arn=local_arn(context, "ec2", f"volume/{name}"),
        is_encrypted=flag(volume, "Encrypted"),
        state=text(volume, "State"),
        instances=tuple(found for one in attachments if (found := text_or(one, "InstanceId"))),
        is_deleted_with_instance=all(flag_or(one, "DeleteOnTermination", False) for one in attachments),
        created_at=moment_or_none(volume, "CreateTime"),
        is_managed=flag_or(structure_or_empty(volume, "Operator"), "Managed", False),
        is_container_claim=not keys.isdisjoint(_CLAIM_TAGS),
        node_marks=tuple(key for key in _NODE_TAGS if key in keys),
        has_own_tags=any(not key.startswith("aws:") for key in keys),
        tags=tuple(tag for tag in tags if tag.key in wanted),
    )


def _snapshots(context: Context, volumes: tuple[Volume, ...]) -> tuple[SnapshotsOfVolume, ...] | Unknown:
    asked = _uncovered(context, volumes)
    parts = [asked[start : start + _VOLUMES_PER_CALL] for start in range(0, len(asked), _VOLUMES_PER_CALL)]
    found: list[SnapshotsOfVolume] = []
    for part in parts:
        try:
            found += _snapshots_of(context, part)
        except CallFailed as failed:
            return failed.gap
        except MalformedAnswerError as odd:
            return malformed(DESCRIBE_SNAPSHOTS, odd)
    return tuple(found)


def _uncovered(context: Context, volumes: Iterable[Volume]) -> list[str]:
    backup = context.facts.get(BackupFacts)
    times = backup.last_backups() if isinstance(backup, BackupFacts) else {}
    recent = {arn for arn, moment in times.items() if moment >= context.now - RECENT}

    def is_covered(volume: Volume) -> bool:
        machines = {local_arn(context, "ec2", f"instance/{one}") for one in volume.instances}
        return volume.arn in recent or not machines.isdisjoint(recent)

    return [volume.id for volume in volumes if volume.is_in_use and not is_covered(volume)]


def _snapshots_of(context: Context, volume_ids: list[str]) -> list[SnapshotsOfVolume]:
    """Folded page by page: an account may hold a hundred thousand snapshots."""
    found: dict[str, SnapshotsOfVolume] = {}
    pages = context.reader.pages(
        DESCRIBE_SNAPSHOTS,
        region=context.region,
        OwnerIds=["self"],
        Filters=[{"Name": "volume-id", "Values": volume_ids}, {"Name": "status", "Values": ["completed"]}],
        MaxResults=1000,
    )
    for page in pages:
        for snapshot in structures(page, "Snapshots"):
            volume, at = text(snapshot, "VolumeId"), moment(snapshot, "StartTime")
            found[volume] = _with(found.get(volume), volume, at, is_automatic=_is_automatic(snapshot))
    return [found[volume] for volume in sorted(found)]


def _with(known: SnapshotsOfVolume | None, volume: str, at: datetime, *, is_automatic: bool) -> SnapshotsOfVolume:
    automatic = [known.latest_automatic_at] if known and known.latest_automatic_at else []
    automatic += [at] if is_automatic else []
    return SnapshotsOfVolume(
        volume_id=volume,
        latest_at=max(at, known.latest_at) if known else at,
        latest_automatic_at=max(automatic, default=None),
        count=known.count + 1 if known else 1,
    )


def _is_automatic(snapshot: Fields) -> bool:
    return any(text(tag, "Key").startswith(_AUTOMATIC) for tag in structures(snapshot, "Tags"))


COLLECTORS = (
    Collector(
        "ebs",
        EbsFacts,
        (BY_DEFAULT, DESCRIBE_VOLUMES, DESCRIBE_SNAPSHOTS, *POLICY_OPERATIONS),
        collect,
        after=(BackupFacts,),
        is_regional=True,
    ),
)
