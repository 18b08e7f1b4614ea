"""Attached EBS volumes have automatic backups."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import days_since, hours_since, said
from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks._copies import Copies, Copy, State
from scanners.engine.checks._declared import REPRODUCIBLE, declared_reproducible
from scanners.engine.checks.backup._ebs_policies import Policies
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.ebs import EbsFacts, SnapshotsOfVolume, Volume
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="ebs_backups",
    title="EBS volumes backed up",
    question="Are attached EBS data volumes covered by AWS Backup, lifecycle policies or recent snapshots?",
    needs=(EbsFacts,),
    also=(BackupFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Add the volumes to an AWS Backup plan by tag, or create a default lifecycle policy.",
    cli="aws dlm create-lifecycle-policy --default-policy VOLUME --state ENABLED --description daily "
    "--execution-role-arn ...",
    console="EC2 > Lifecycle Manager > Create lifecycle policy > Default policy.",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html",
)
_WINDOW_DAYS = 7
_YOUNG_HOURS = 24
_LONGEST_DAYS = 31


@check.judge
def judge(scope: Scope, ebs: Regional[EbsFacts], backup: Regional[BackupFacts] | Unknown) -> Iterator[Verdict]:
    """Volumes of Auto Scaling and managed instances are left out, because they hold no primary data."""
    volumes = found(ebs, lambda facts: facts.volumes)
    used = Found(tuple((region, one) for region, one in volumes.items if one.is_in_use), volumes.gaps)
    copies, by_region = Copies(scope, backup), dict(ebs.known())

    def judge_one(region: str, volume: Volume) -> Verdict:
        apart = _apart(scope, region, volume)
        if apart:
            return apart
        machines = (volume.arn.replace(f"volume/{volume.id}", f"instance/{name}") for name in volume.instances)
        return _judge(scope, region, volume, copies.of(region, volume.arn, *machines), by_region[region])

    message = "The account has no EBS volumes in use."
    yield from judged(scope, used, judge_one, reason="no_volumes_in_use", message=message)


def _apart(scope: Scope, region: str, volume: Volume) -> Verdict | None:
    name, declared = f"Volume {volume.id}", scope.store(volume.arn).role
    is_node = bool(volume.node_marks) and volume.is_deleted_with_instance and not volume.is_container_claim
    if declared in REPRODUCIBLE:
        return declared_reproducible(scope, region, volume.arn, name)
    if declared != "primary" and (volume.is_managed or is_node):
        marks = volume.node_marks
        message = f"{name} belongs to an instance that is replaced automatically."
        return not_applicable(volume.arn, "ephemeral", message, region=region, marks=marks)
    if hours_since(scope, volume.created_at) < _YOUNG_HOURS:
        return not_applicable(volume.arn, "young", f"{name} was created less than a day ago.", region=region)
    return None


def _judge(scope: Scope, region: str, volume: Volume, copy: Copy, facts: EbsFacts) -> Verdict:
    arn, name = volume.arn, f"Volume {volume.id}"
    policies, snapshots = Policies(facts), _snapshots(volume, facts)
    automatic = snapshots.latest_automatic_at if isinstance(snapshots, SnapshotsOfVolume) else None
    if copy.state is State.RECENT:
        return passed(
            arn, f"{name} or its instance has a recent recovery point in AWS Backup.", region=region, at=said(copy.at)
        )
    policy = policies.covering(volume)
    is_old = days_since(scope, volume.created_at) > _LONGEST_DAYS
    if policy and is_old and isinstance(snapshots, Unknown):  # only snapshots tell whether the policy still works
        return unknown(arn, snapshots, region=region)
    if policy and is_old and _is_idle(scope, snapshots):
        message = f"{name} is included in an enabled lifecycle policy, but has no automatic snapshot of the last month."
        return review(arn, message, region=region, policy=policy.id, at=said(automatic))
    if policy:
        return passed(arn, f"{name} is included in an enabled lifecycle policy.", region=region, policy=policy.id)
    if days_since(scope, automatic) <= _WINDOW_DAYS:
        return passed(arn, f"{name} has a recent automatic snapshot.", region=region, at=said(automatic))
    gap = copy.gap or policies.gap or (snapshots if isinstance(snapshots, Unknown) else None)
    if gap:
        return unknown(arn, gap, region=region)
    if copy.awaits_first_run:
        return review(arn, f"{name} has no backup yet: a backup plan in {region} has not run.", region=region)
    return _uncovered(scope, region, volume, snapshots, may_be_covered=policies.may_cover())


def _is_idle(scope: Scope, snapshots: SnapshotsOfVolume | Unknown | None) -> bool:
    """True if a policy created no snapshot for longer than any schedule allows."""
    if isinstance(snapshots, Unknown):
        return False
    return snapshots is None or days_since(scope, snapshots.latest_automatic_at) > _LONGEST_DAYS


def _uncovered(
    scope: Scope, region: str, volume: Volume, snapshots: SnapshotsOfVolume | Unknown | None, *, may_be_covered: bool
) -> Verdict:
    arn, name = volume.arn, f"Volume {volume.id}"
    if isinstance(snapshots, SnapshotsOfVolume) and days_since(scope, snapshots.latest_at) <= _WINDOW_DAYS:
        message = f"{name} has a recent snapshot, but no policy that creates snapshots automatically."
        return review(arn, message, region=region, at=said(snapshots.latest_at), count=snapshots.count)
    if may_be_covered:
        message = (
            f"{name} may be included in a lifecycle policy of instances or with exclusions, but has no recent snapshot."
        )
        return review(arn, message, region=region)
    if not volume.has_own_tags and scope.store(arn).role != "primary":
        message = f"{name} has no backup and no tags. Declare what it holds."
        return review(arn, message, region=region, instances=volume.instances)
    return failed(arn, f"{name} has no backup.", region=region, instances=volume.instances)


def _snapshots(volume: Volume, facts: EbsFacts) -> SnapshotsOfVolume | Unknown | None:
    if isinstance(facts.snapshots, Unknown):
        return facts.snapshots
    return next((one for one in facts.snapshots if one.volume_id == volume.id), None)
