"""Snapshots and machine images of one region that every AWS account may copy."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """A copy that is shared with everybody. `kind` is "EBS snapshot", "AMI", "DB snapshot" or "DB cluster snapshot"."""

    arn: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class PublicCopyFacts:
    """The public copies of one region; handed over as `Regional[PublicCopyFacts]`.

    `snapshot_sharing` is the state of EBS's block public access for snapshots ("block-all-sharing",
    "block-new-sharing", "unblocked"); it is not asked, Unknown(NOT_COLLECTED), where no EBS snapshot is public.
    An entry that is Unknown stands for database snapshots that could not be read, or were too many to be read.
    """

    snapshots: tuple[PublicCopy, ...] | Unknown
    snapshot_sharing: str | Unknown
    images: tuple[PublicCopy, ...] | Unknown
    database_snapshots: tuple[PublicCopy | Unknown, ...] | Unknown
    cluster_snapshots: tuple[PublicCopy | Unknown, ...] | Unknown
