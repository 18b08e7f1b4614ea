"""Machines, their disks and what copies them."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.databases import ACCOUNT
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, ago, arn

_MACHINE = "i-0a00000000000001a"
NAMES = {
    "vol-0a00000000000001a": "db-data",
    "vol-0a00000000000002b": "files",
    "vol-0a00000000000003c": "import",
    "vol-0a00000000000004d": "spare",
    "vol-0a00000000000005e": "worker",
    "vol-0a00000000000006f": "wiki",
    "vol-0a00000000000007a": "stuck",
}
_MADE_BY_POLICY = {"Key": "aws:dlm:lifecycle-policy-id", "Value": "policy-0a01"}
_IDS = {name: volume for volume, name in NAMES.items()}


def disk(name: str) -> str:
    """A volume's ARN."""
    return arn(ACCOUNT, "ec2", f"volume/{_IDS[name]}")


def seed_disks(aws: SimulatedAws) -> None:
    """Disks copied by AWS Backup, by a lifecycle policy, by hand, by nobody; moto's are minutes old."""
    volumes = [
        _volume("db-data", encrypted=True, tags={"Name": "db-data"}),
        _volume("files", encrypted=True, tags={"Name": "files", "Snapshots": "daily"}),
        _volume("import", encrypted=False, tags={"Name": "import"}),
        _volume("spare", encrypted=False, tags={"Name": "spare"}, is_attached=False),
        _volume("worker", encrypted=True, tags={"aws:autoscaling:groupName": "workers"}, dies_with_machine=True),
        _volume("wiki", encrypted=True, tags={"Name": "wiki"}),
        _volume("stuck", encrypted=True, tags={"Name": "stuck", "Snapshots": "daily"}),
    ]
    aws.give_answer(ACCOUNT, "ec2:DescribeVolumes", {"Volumes": volumes}, region=HOME)
    by_hand = {"SnapshotId": "snap-0a01", "VolumeId": _IDS["wiki"], "StartTime": ago(days=2), "State": "completed"}
    by_policy = {**by_hand, "SnapshotId": "snap-0a02", "VolumeId": _IDS["files"], "Tags": [_MADE_BY_POLICY]}
    shared = {**by_hand, "SnapshotId": "snap-0a03", "VolumeId": "vol-0ffffffffffffffff"}
    aws.give_answer(ACCOUNT, "ec2:DescribeSnapshots", {"Snapshots": [by_hand, by_policy, shared]}, region=HOME)
    everyone = {"RestorableByUserIds": ["all"]}
    aws.give_answer(ACCOUNT, "ec2:DescribeSnapshots", {"Snapshots": [shared]}, region=HOME, given=everyone)
    profile = {"Arn": f"arn:aws:iam::{ACCOUNT}:instance-profile/database-host", "Id": "AIPAEXAMPLE"}
    machine = {"InstanceId": _MACHINE, "IamInstanceProfile": profile, "State": {"Code": 16, "Name": "running"}}
    aws.give_answer(ACCOUNT, "ec2:DescribeInstances", {"Reservations": [{"Instances": [machine]}]}, region=HOME)
    policy = {"PolicyId": "policy-0a01", "State": "ENABLED", "PolicyType": "EBS_SNAPSHOT_MANAGEMENT"}
    aws.give_answer(ACCOUNT, "dlm:GetLifecyclePolicies", {"Policies": [policy]}, region=HOME)
    details = {
        "PolicyType": "EBS_SNAPSHOT_MANAGEMENT",
        "ResourceTypes": ["VOLUME"],
        "TargetTags": [{"Key": "Snapshots", "Value": "daily"}],
    }
    whole = {"PolicyId": "policy-0a01", "State": "ENABLED", "PolicyDetails": details}
    aws.give_answer(
        ACCOUNT, "dlm:GetLifecyclePolicy", {"Policy": whole}, region=HOME, given={"PolicyId": "policy-0a01"}
    )


def _volume(
    name: str, *, encrypted: bool, tags: dict[str, str], is_attached: bool = True, dies_with_machine: bool = False
) -> dict[str, Any]:
    attachment = {
        "InstanceId": _MACHINE,
        "VolumeId": _IDS[name],
        "State": "attached",
        "DeleteOnTermination": dies_with_machine,
    }
    return {
        "VolumeId": _IDS[name],
        "Encrypted": encrypted,
        "CreateTime": LONG_AGO,
        "State": "in-use" if is_attached else "available",
        "Attachments": [attachment] if is_attached else [],
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
