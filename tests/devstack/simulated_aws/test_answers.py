"""Answers given to the simulated AWS: only what the operation could answer, only to the calls they are about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from devstack.simulated_aws.running import SimulatedAws, SimulatorError
from devstack.simulated_aws.wire.shapes import MalformedAnswerError, operation_model, typed_answer
from tests.devstack.simulated_aws.conftest import Tenant
from tests.scanners.canned_aws import recorded_answers

WHEN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)


def give(tenant: Tenant, call: str, result: dict[str, Any], **about: Any) -> None:
    """One answer of the tenant's account."""
    tenant.aws.give_answer(tenant.account_id, call, result, **about)


def test_an_answer_is_read_with_its_times(tenant: Tenant) -> None:
    plan = {"BackupPlanId": "p", "BackupPlanName": "nightly", "LastExecutionDate": WHEN}
    give(tenant, "backup:ListBackupPlans", {"BackupPlansList": [plan]})

    assert tenant.root("backup").list_backup_plans()["BackupPlansList"] == [plan]


def test_the_parameters_it_is_about_and_the_region_decide_and_the_last_one_counts(tenant: Tenant) -> None:
    for name, traffic in (("a", "SFTP"), ("b", "FTPS"), ("b", "FTP")):
        server = {"Server": {"Arn": f"arn:aws:transfer:eu-central-1::server/{name}", "Protocols": [traffic]}}
        give(tenant, "transfer:DescribeServer", server, region="eu-central-1", given={"ServerId": f"s-{name * 17}"})

    transfer = tenant.root("transfer", region="eu-central-1")
    found = [transfer.describe_server(ServerId=f"s-{name * 17}")["Server"]["Protocols"] for name in "ab"]

    assert found == [["SFTP"], ["FTP"]]
    with pytest.raises(ClientError):
        tenant.root("transfer", region="us-east-1").describe_server(ServerId="s-" + "a" * 17)


def test_another_account_does_not_hear_it(tenant: Tenant, simulated_aws: SimulatedAws) -> None:
    give(tenant, "fis:ListExperiments", {"experiments": [{"id": "EXP1"}]})

    other = simulated_aws.root("fis", "303030303030").list_experiments()["experiments"]

    assert other == []


@pytest.mark.parametrize(
    ("call", "result", "about"),
    [
        ("backup:ListBackupPlans", {"Plans": []}, {}),
        ("backup:ListBackupPlans", {"BackupPlansList": {}}, {}),
        ("backup:ListBackupPlans", {"BackupPlansList": [{"LastExecutionDate": "yesterday"}]}, {}),
        ("backup:ListBackupVaults", {"BackupVaultList": [{"VaultType": "SHED"}]}, {}),
        ("backup:ListBackupVaults", {"BackupVaultList": [{"Locked": "yes"}]}, {}),
        ("backup:ListBackupPlans", {}, {"given": {"Nobody": "asks"}}),
        ("backup:MakeCoffee", {}, {}),
        ("coffee:ListCups", {}, {}),
        ("ec2:DeleteTags", {"Return": True}, {}),
    ],
)
def test_what_no_operation_could_answer_is_refused(tenant: Tenant, call: str, result: Any, about: Any) -> None:
    with pytest.raises(SimulatorError, match="MalformedAnswerError"):
        give(tenant, call, result, **about)


def test_every_recorded_answer_fits_and_keeps_its_types() -> None:
    for name, answer in recorded_answers().items():
        service, _, operation = name.partition(":")
        assert typed_answer(service, operation, answer) == answer, name


def test_an_operation_without_an_output_takes_nothing() -> None:
    assert operation_model("ec2", "DeleteTags").output_shape is None
    assert typed_answer("ec2", "DeleteTags", {}) == {}
    with pytest.raises(MalformedAnswerError):
        typed_answer("ec2", "DeleteTags", {"Return": True})


def test_garbage_comes_as_a_success(tenant: Tenant) -> None:
    tenant.aws.add_fault(kind="garbled", call="fis:ListExperiments", account_id=tenant.account_id, body="<html/>")

    answer = tenant.root("fis").list_experiments()

    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert "experiments" not in answer
    tenant.aws.clear_faults()


def test_roles_trails_and_disks_take_the_age_of_an_old_account(tenant: Tenant) -> None:
    iam, ec2 = tenant.root("iam"), tenant.root("ec2", region="eu-west-1")
    trust = '{"Version": "2012-10-17", "Statement": []}'
    iam.create_role(RoleName="old", AssumeRolePolicyDocument=trust)
    disk = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1)["VolumeId"]
    tenant.root("s3").create_bucket(Bucket=f"dated-{tenant.account_id}")
    trails = tenant.root("cloudtrail")
    trails.create_trail(Name="old", S3BucketName=f"dated-{tenant.account_id}")
    trails.start_logging(Name="old")

    tenant.aws.date_role(tenant.account_id, "old", created_at=WHEN.isoformat(), last_used_at=WHEN.isoformat())
    tenant.aws.date_disks(tenant.account_id, region="eu-west-1", created_at=WHEN.isoformat())
    tenant.aws.date_trail(tenant.account_id, "old", started_at=WHEN.isoformat())

    role = iam.get_role(RoleName="old")["Role"]
    assert (role["CreateDate"], role["RoleLastUsed"]["LastUsedDate"]) == (WHEN, WHEN)
    assert ec2.describe_volumes(VolumeIds=[disk])["Volumes"][0]["CreateTime"] == WHEN
    assert trails.get_trail_status(Name="old")["StartLoggingTime"] == WHEN
    with pytest.raises(SimulatorError, match="has no role"):
        tenant.aws.date_role(tenant.account_id, "nobody", created_at=WHEN.isoformat())


def test_identity_center_and_analyzers_are_there_where_the_settings_say_so(tenant: Tenant) -> None:
    assert tenant.root("sso-admin").list_instances()["Instances"] == []

    tenant.aws.set_account(tenant.account_id, has_identity_center=True, unused_access_regions=["us-east-1"])

    instance = tenant.root("sso-admin").list_instances()["Instances"][0]
    analyzer = tenant.root("accessanalyzer").list_analyzers()["analyzers"][0]
    assert (instance["OwnerAccountId"], instance["Status"]) == (tenant.account_id, "ACTIVE")
    assert (analyzer["type"], analyzer["status"]) == ("ACCOUNT_UNUSED_ACCESS", "ACTIVE")
