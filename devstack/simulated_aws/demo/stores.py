"""Data stores of the demo accounts: databases, tables, disks and file systems."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.running import SimulatedAws

_TABLE = {
    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
_INSTANCE = {
    "DBInstanceClass": "db.t4g.medium",
    "Engine": "postgres",
    "EngineVersion": "16.4",
    "AllocatedStorage": 20,
    "MasterUsername": "app",
    "ManageMasterUserPassword": True,
}


def seed_mixed_stores(aws: SimulatedAws, account_id: str, *, region: str) -> None:
    """Some stores kept as they should be, others plain, without backups and in one zone."""
    databases = aws.root("rds", account_id, region=region)
    _instance(databases, "orchard-orders", StorageEncrypted=True, BackupRetentionPeriod=14, MultiAZ=True)
    _instance(databases, "orchard-reports", StorageEncrypted=False, BackupRetentionPeriod=0, MultiAZ=False)
    tables = aws.root("dynamodb", account_id, region=region)
    table(tables, "orchard-carts", is_recoverable=True)
    table(tables, "orchard-sessions", is_recoverable=False)
    disks = aws.root("ec2", account_id, region=region)
    _attached_disk(disks, region, name="import-server", is_encrypted=False)
    disks.create_volume(
        AvailabilityZone=f"{region}a",
        Size=8,
        Encrypted=True,
        TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "spare"}]}],
    )
    files = aws.root("efs", account_id, region=region)
    files.create_file_system(CreationToken="orchard-shared", Encrypted=False)


def seed_good_stores(aws: SimulatedAws, account_id: str, *, region: str) -> None:
    """Encrypted, recoverable, in several zones."""
    databases = aws.root("rds", account_id, region=region)
    _instance(databases, "orchard-ledger", StorageEncrypted=True, BackupRetentionPeriod=35, MultiAZ=True)
    table(aws.root("dynamodb", account_id, region=region), "orchard-payouts", is_recoverable=True)
    aws.root("ec2", account_id, region=region).enable_ebs_encryption_by_default()


def _instance(rds: Any, name: str, **settings: object) -> None:
    rds.create_db_instance(DBInstanceIdentifier=name, **_INSTANCE, **settings)


def table(dynamodb: Any, name: str, *, is_recoverable: bool) -> None:
    """A table, with point-in-time recovery or without."""
    dynamodb.create_table(TableName=name, **_TABLE)
    if is_recoverable:
        dynamodb.update_continuous_backups(
            TableName=name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
        )


def _attached_disk(ec2: Any, region: str, *, name: str, is_encrypted: bool) -> None:
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    launched = ec2.run_instances(
        ImageId=image,
        MinCount=1,
        MaxCount=1,
        Placement={"AvailabilityZone": f"{region}a"},
        TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}],
    )
    disk = ec2.create_volume(
        AvailabilityZone=f"{region}a",
        Size=100,
        Encrypted=is_encrypted,
        TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": f"{name}-data"}]}],
    )
    ec2.attach_volume(VolumeId=disk["VolumeId"], InstanceId=launched["Instances"][0]["InstanceId"], Device="/dev/sdf")
