"""What access lists and services share, a trail that leaves nearly everything out, and who watches buckets."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.demo.buckets import create_bucket, create_good_bucket, policy
from devstack.simulated_aws.running import SimulatedAws
from scanners.engine.scope import Declarations, OwnAccount
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, OTHER, Golden, ago, arn

ACCOUNT = "272727272727"
_FOREIGN = "989898989898"
_PARTNER = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
_TRAIL = arn(ACCOUNT, "cloudtrail", "trail/main")
_NIST = arn(ACCOUNT, "securityhub", "subscription/nist-800-53/v/5.0.0")
_FILES = {"fs-0b00000000000001a": "kept", "fs-0b00000000000002b": "lost", "fs-0b00000000000003c": "fresh"}


def seed(aws: SimulatedAws) -> None:
    """Both sides of each rule, in two Regions."""
    aws.set_account(ACCOUNT, name="Sharing")
    _seed_buckets(aws)
    _seed_trail(aws)
    _seed_watchers(aws)
    _seed_files(aws)
    keyspace = {"keyspaceName": "orders", "resourceArn": arn(ACCOUNT, "cassandra", "/keyspace/orders/")}
    keyspace["replicationStrategy"] = "SINGLE_REGION"
    aws.give_answer(ACCOUNT, "keyspaces:ListKeyspaces", {"keyspaces": [keyspace]}, region=HOME)


def _seed_buckets(aws: SimulatedAws) -> None:
    s3 = aws.root("s3", ACCOUNT, region=HOME)
    create_good_bucket(s3, "sharing-logs", region=HOME)
    s3.put_bucket_policy(
        Bucket="sharing-logs",
        Policy=policy(
            _delivery("sharing-logs", "cloudtrail", {"StringEquals": {"aws:SourceArn": _TRAIL}}),
            _delivery("sharing-logs", "delivery.logs", {"StringEquals": {"aws:SourceAccount": ACCOUNT}}),
        ),
    )
    create_good_bucket(s3, "sharing-deliveries", region=HOME)
    s3.put_bucket_policy(
        Bucket="sharing-deliveries",
        Policy=policy(_delivery("sharing-deliveries", "logging.s3", {"StringEquals": {"aws:SourceAccount": _FOREIGN}})),
    )
    abroad = aws.root("s3", ACCOUNT, region=OTHER)
    create_bucket(abroad, "sharing-drop", region=OTHER)
    abroad.put_bucket_acl(Bucket="sharing-drop", GrantRead=f"id={_PARTNER}")


def _delivery(bucket: str, service: str, condition: dict[str, Any]) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": condition,
    }


def _seed_trail(aws: SimulatedAws) -> None:
    """It records management events, but for all whose source ends like every event's does."""
    trail = {
        "Name": "main",
        "S3BucketName": "sharing-logs",
        "IncludeGlobalServiceEvents": True,
        "IsMultiRegionTrail": True,
        "HomeRegion": HOME,
        "TrailARN": _TRAIL,
        "LogFileValidationEnabled": True,
        "HasCustomEventSelectors": True,
        "IsOrganizationTrail": False,
    }
    listed = {"TrailARN": _TRAIL, "Name": "main", "HomeRegion": HOME}
    aws.give_answer(ACCOUNT, "cloudtrail:ListTrails", {"Trails": [listed]}, region=OTHER)
    aws.give_answer(ACCOUNT, "cloudtrail:DescribeTrails", {"trailList": [trail]})
    status = {
        "IsLogging": True,
        "StartLoggingTime": LONG_AGO,
        "LatestDeliveryTime": ago(minutes=5),
        "LatestDigestDeliveryTime": ago(minutes=40),
    }
    aws.give_answer(ACCOUNT, "cloudtrail:GetTrailStatus", status)
    fields = [
        {"Field": "eventCategory", "Equals": ["Management"]},
        {"Field": "eventSource", "NotEndsWith": ["amazonaws.com"]},
    ]
    selectors = {"TrailARN": _TRAIL, "AdvancedEventSelectors": [{"Name": "nearly nothing", "FieldSelectors": fields}]}
    aws.give_answer(ACCOUNT, "cloudtrail:GetEventSelectors", selectors)


def _seed_watchers(aws: SimulatedAws) -> None:
    """The same Security Hub standard in both Regions, which needs a recorder of Config: only one Region has it."""
    standard = {
        "StandardsSubscriptionArn": _NIST,
        "StandardsArn": f"arn:aws:securityhub:{HOME}::standards/nist-800-53/v/5.0.0",
        "StandardsInput": {},
        "StandardsStatus": "READY",
    }
    for region in (HOME, OTHER):
        hub = {"HubArn": arn(ACCOUNT, "securityhub", "hub/default", region=region)}
        aws.give_answer(ACCOUNT, "securityhub:DescribeHub", hub, region=region)
        aws.give_answer(
            ACCOUNT, "securityhub:GetEnabledStandards", {"StandardsSubscriptions": [standard]}, region=region
        )
    group = {"allSupported": True, "includeGlobalResourceTypes": True}
    recorder = {"name": "default", "roleARN": f"arn:aws:iam::{ACCOUNT}:role/config", "recordingGroup": group}
    recorders = {"ConfigurationRecorders": [recorder]}
    aws.give_answer(ACCOUNT, "config:DescribeConfigurationRecorders", recorders, region=HOME)
    works = {"ConfigurationRecordersStatus": [{"name": "default", "recording": True, "lastStatus": "Success"}]}
    aws.give_answer(ACCOUNT, "config:DescribeConfigurationRecorderStatus", works, region=HOME)
    counts = {"totalDiscoveredResources": 2, "resourceCounts": [{"resourceType": "AWS::S3::Bucket", "count": 2}]}
    aws.give_answer(ACCOUNT, "config:GetDiscoveredResourceCounts", counts, region=HOME)


def _seed_files(aws: SimulatedAws) -> None:
    """Without a copy so far: one whose backup policy is on, one without a policy, one made this morning."""
    systems = [
        {
            "OwnerId": ACCOUNT,
            "CreationToken": one,
            "FileSystemId": one,
            "FileSystemArn": arn(ACCOUNT, "elasticfilesystem", f"file-system/{one}"),
            "CreationTime": ago(hours=5) if name == "fresh" else ago(days=90),
            "LifeCycleState": "available",
            "NumberOfMountTargets": 1,
            "SizeInBytes": {"Value": 6144},
            "PerformanceMode": "generalPurpose",
            "Encrypted": True,
            "Tags": [],
        }
        for one, name in _FILES.items()
    ]
    aws.give_answer(ACCOUNT, "efs:DescribeFileSystems", {"FileSystems": systems}, region=HOME)
    kept = next(one for one, name in _FILES.items() if name == "kept")
    enabled = {"BackupPolicy": {"Status": "ENABLED"}}
    aws.give_answer(ACCOUNT, "efs:DescribeBackupPolicy", enabled, region=HOME, given={"FileSystemId": kept})


SHARING = Golden(
    "sharing",
    ACCOUNT,
    seed,
    Declarations(own_accounts=(OwnAccount(ACCOUNT, "production", True),)),
    named=lambda _: _FILES,
)
