"""What the collectors of data stores ask, and what they leave unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors import (
    athena,
    backup,
    database_params,
    drs,
    dynamodb,
    ebs,
    efs,
    elasticache,
    fis,
    fsx,
    opensearch,
    rds,
    redshift,
)
from scanners.engine.collectors.regional import read_region
from scanners.engine.facts.backup import BackupFacts, ProtectedResource
from scanners.engine.facts.dynamodb import Recovery
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.redshift import RedshiftFacts
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.canned_aws import DENIED, NOW, THROTTLED, CannedAws, Refusal, context_of, recorded_answers

OPT_IN_REGION = "eu-south-1"


def collect(module, *, facts=None, region="us-east-1", **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table)
    return module.collect(replace(context_of(aws), facts=facts or {}, region=region)), aws


@pytest.fixture(name="covered")
def _covered():
    return {BackupFacts: collect(backup)[0]}


def test_backup_without_a_plan_asks_neither_opt_ins_nor_counts():
    facts, aws = collect(backup, backup__ListBackupPlans={"BackupPlansList": []})

    assert (facts.plans, facts.opted_out, facts.job_counts) == ((), (), ())
    assert len(aws.made) == 6


def test_backup_keeps_single_counts_and_what_is_opted_out():
    facts, aws = collect(backup)

    assert [(count.state, count.count) for count in facts.job_counts] == [("COMPLETED", 14), ("FAILED", 1)]
    assert facts.opted_out == ("DynamoDB",)
    assert facts.plans[0].rules[0].copies_to == ("arn:aws:backup:eu-west-1:123456789012:backup-vault:far",)
    assert aws.calls("backup:ListBackupJobSummaries") == [{"AggregationPeriod": "FOURTEEN_DAYS"}]


def test_backup_jobs_of_other_accounts_are_not_counted():
    mine = {"AccountId": "123456789012", "State": "COMPLETED", "ResourceType": "RDS", "Count": 3}
    rows = {"BackupJobSummaries": [mine, {**mine, "AccountId": "999999999999", "State": "FAILED"}]}

    facts, _ = collect(backup, backup__ListBackupJobSummaries=rows)

    assert [(count.state, count.count) for count in facts.job_counts] == [("COMPLETED", 3)]


def test_backup_parts_are_lost_one_by_one():
    facts, _ = collect(backup, backup__GetBackupPlan=DENIED, backup__ListBackupVaults=THROTTLED)

    assert facts.plans[0].rules.action == "backup:GetBackupPlan"
    assert facts.vaults.reason is Reason.THROTTLED
    assert facts.protected[0].type == "DynamoDB"


def test_all_pages_are_read():
    one = recorded_answers()["rds:DescribeDBInstances"]
    facts, aws = collect(rds, rds__DescribeDBInstances=[{**one, "Marker": "2"}, one])

    assert len(facts.instances) == 4
    assert [call.get("Marker") for call in aws.calls("rds:DescribeDBInstances")] == [None, "2"]


def test_a_region_is_called_where_it_is():
    _, aws = collect(rds, region=OPT_IN_REGION)

    assert {region for _, region, _ in aws.made} == {OPT_IN_REGION}


def test_one_refused_list_leaves_the_other():
    facts, _ = collect(rds, rds__DescribeDBClusters=DENIED)

    assert facts.clusters.action == "rds:DescribeDBClusters"
    assert len(facts.instances) == 2


def test_tables_that_were_copied_lately_are_not_asked_for_recovery(covered):
    facts, aws = collect(dynamodb, facts=covered)

    assert [table.name for table in facts.tables] == ["orders", "sessions"]
    assert facts.tables[0].recovery == Unknown(Reason.NOT_COLLECTED, "")
    assert facts.tables[1].recovery == Recovery(True, 35)
    assert aws.calls("dynamodb:DescribeContinuousBackups") == [{"TableName": "sessions"}]


def test_all_tables_are_asked_while_copies_are_unknown():
    _, aws = collect(dynamodb, facts={BackupFacts: Unknown(Reason.DENIED, "backup:ListProtectedResources")})

    assert len(aws.calls("dynamodb:DescribeContinuousBackups")) == 2


def test_a_table_that_went_away_is_left_out():
    gone = Refusal("TableNotFoundException")
    facts, _ = collect(dynamodb, dynamodb__DescribeContinuousBackups=gone)

    assert facts.tables == ()


def test_a_table_that_refuses_stays_with_its_gap():
    facts, _ = collect(dynamodb, dynamodb__DescribeContinuousBackups=DENIED)

    assert {table.recovery.action for table in facts.tables} == {"dynamodb:DescribeContinuousBackups"}


def test_only_uncovered_volumes_are_asked_for_snapshots(covered):
    facts, aws = collect(ebs, facts=covered)

    (call,) = aws.calls("ec2:DescribeSnapshots")
    assert call["Filters"][0] == {"Name": "volume-id", "Values": ["vol-02"]}
    (found,) = facts.snapshots
    assert (found.count, found.latest_at.day, found.latest_automatic_at.day) == (2, 23, 1)


def test_no_snapshots_are_asked_where_everything_is_covered(covered):
    volumes = recorded_answers()["ec2:DescribeVolumes"]["Volumes"][:1]
    facts, aws = collect(ebs, facts=covered, ec2__DescribeVolumes={"Volumes": volumes})

    assert facts.snapshots == ()
    assert aws.calls("ec2:DescribeSnapshots") == []


def test_volumes_keep_only_the_tags_policies_look_for():
    facts, _ = collect(ebs)

    assert [[tag.key for tag in volume.tags] for volume in facts.volumes] == [["Backup"], []]
    assert [volume.has_own_tags for volume in facts.volumes] == [True, False]
    assert facts.volumes[1].node_marks == ("aws:autoscaling:groupName",)
    assert facts.volumes[0].arn == "arn:aws:ec2:us-east-1:123456789012:volume/vol-01"


def test_many_volumes_are_asked_in_parts():
    first = recorded_answers()["ec2:DescribeVolumes"]["Volumes"][0]
    many = [{**first, "VolumeId": f"vol-{number}"} for number in range(450)]
    _, aws = collect(ebs, ec2__DescribeVolumes={"Volumes": many}, ec2__DescribeSnapshots={})

    sizes = [len(call["Filters"][0]["Values"]) for call in aws.calls("ec2:DescribeSnapshots")]
    assert sizes == [200, 200, 50]


@pytest.mark.parametrize(
    ("module", "empty"),
    [
        (efs, {"efs__DescribeFileSystems": {"FileSystems": []}}),
        (fsx, {"fsx__DescribeFileSystems": {"FileSystems": []}}),
    ],
)
def test_no_file_systems_is_an_answer(module, empty):
    facts, aws = collect(module, **empty)

    assert facts.file_systems == ()
    assert len(aws.made) == 1


FILE_SYSTEM = "arn:aws:elasticfilesystem:us-east-1:123456789012:file-system/fs-1"


@pytest.mark.parametrize(("days", "calls"), [(1, 0), (3, 1), (None, 1)])
def test_only_a_file_system_without_a_recent_copy_is_asked_for_its_backup_policy(days, calls):
    copies = () if days is None else (ProtectedResource(FILE_SYSTEM, "EFS", NOW - timedelta(days=days)),)
    backups = BackupFacts(copies, (), (), (), (), (), (), ())
    facts, aws = collect(efs, facts={BackupFacts: backups})

    assert len(aws.calls("elasticfilesystem:DescribeBackupPolicy") or aws.calls("efs:DescribeBackupPolicy")) == calls
    assert [one.backup_policy for one in facts.file_systems] == ["DISABLED" if calls else ""]
    assert facts.file_systems[0].created_at is not None


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (Refusal("PolicyNotFound", status=404), ""),
        ({"BackupPolicy": {"Status": "ENABLED"}}, "ENABLED"),
        (DENIED, Unknown),
    ],
)
def test_a_file_system_may_have_no_backup_policy(answer, policy):
    facts, _ = collect(efs, efs__DescribeBackupPolicy=answer)
    found = facts.file_systems[0].backup_policy

    assert isinstance(found, Unknown) if policy is Unknown else found == policy


def test_backup_days_come_from_the_part_of_the_kind():
    base = recorded_answers()["fsx:DescribeFileSystems"]["FileSystems"][0]
    lustre = {**base, "FileSystemType": "LUSTRE", "LustreConfiguration": {"DeploymentType": "SCRATCH_2"}}
    del lustre["WindowsConfiguration"]
    facts, _ = collect(fsx, fsx__DescribeFileSystems={"FileSystems": [base, lustre]})

    assert [one.backup_days for one in facts.file_systems] == [7, None]
    assert [one.is_scratch for one in facts.file_systems] == [False, True]


def no_endpoint(_parameters):
    raise EndpointConnectionError(endpoint_url="https://nowhere")


@pytest.mark.parametrize(("region", "expected"), [("me-central-1", ()), ("eu-west-1", Reason.ERROR)])
def test_a_service_that_aws_does_not_run_in_a_region_has_nothing_there(region, expected):
    clusters = Operation("memorydb", "DescribeClusters", "memorydb:DescribeClusters")
    context = replace(context_of(CannedAws({str(clusters): no_endpoint})), region=region)

    found = read_region(context, clusters, "Clusters", lambda cluster: cluster)

    assert (found.reason if isinstance(found, Unknown) else found) == expected


def test_domains_are_described_five_at_a_time():
    names = [{"DomainName": f"domain{number}"} for number in range(12)]
    facts, aws = collect(opensearch, opensearch__ListDomainNames={"DomainNames": names})

    assert [len(call["DomainNames"]) for call in aws.calls("opensearch:DescribeDomains")] == [5, 5, 2]
    assert facts.domains[0].log_types == ("AUDIT_LOGS",)


def test_caches_outside_of_groups_are_asked_for():
    facts, aws = collect(elasticache)

    assert (facts.clusters[0].engine, facts.clusters[0].is_encrypted) == ("redis", False)
    assert aws.calls("elasticache:DescribeCacheClusters") == [{"ShowCacheClustersNotInReplicationGroups": True}]


def test_an_experiment_that_skips_its_actions_is_a_preview():
    (one,) = recorded_answers()["fis:ListExperiments"]["experiments"]
    skipping = {"experiments": [{**one, "experimentOptions": {"actionsMode": "skip-all"}}, one]}

    facts, _ = collect(fis, fis__ListExperiments=skipping)

    assert [experiment.is_preview for experiment in facts.experiments] == [True, False]


def test_a_region_without_domains_needs_one_call():
    facts, aws = collect(opensearch, opensearch__ListDomainNames={"DomainNames": []})

    assert facts.domains == ()
    assert len(aws.made) == 1


def test_a_service_for_recovery_that_was_never_set_up_has_no_drills():
    facts, _ = collect(drs, drs__DescribeJobs=Refusal("UninitializedAccountException"))

    assert facts.drills == ()


def test_only_drills_of_the_last_year_are_kept():
    job = recorded_answers()["drs:DescribeJobs"]["items"][0]
    other = {**job, "initiatedBy": "START_RECOVERY"}
    facts, aws = collect(drs, drs__DescribeJobs={"items": [job, other]})

    assert [(drill.servers, drill.launched, drill.ended_at.day) for drill in facts.drills] == [(1, 1, 1)]
    assert aws.calls("drs:DescribeJobs") == [{"filters": {"fromDate": "2025-11-23T12:00:00Z"}}]


def databases(**changes):
    """The recorded databases, as the collector of parameters gets them."""
    return {RdsFacts: replace(collect(rds)[0], **changes), RedshiftFacts: collect(redshift)[0]}


def test_parameters_are_asked_once_for_each_group_in_use():
    facts, aws = collect(database_params, facts=databases())

    found = [(group.name, group.parameter, group.value) for group in (*facts.databases, *facts.warehouses)]
    assert found == [
        ("own-aurora", "rds.force_ssl", "0"),
        ("own-postgres", "rds.force_ssl", "1"),
        ("own-wh", "require_ssl", "true"),
    ]
    assert aws.calls("rds:DescribeDBParameters") == [{"DBParameterGroupName": "own-postgres", "Source": "user"}]
    assert len(aws.made) == 3


def test_default_groups_and_other_engines_are_not_asked():
    standard = collect(rds)[0].instances[0]
    some = (replace(standard, parameter_groups=("default.postgres16",)), replace(standard, engine="oracle-ee"))
    facts, aws = collect(database_params, facts=databases(instances=some, clusters=()))

    assert [(group.name, group.value) for group in facts.databases] == [("default.postgres16", "")]
    assert aws.calls("rds:DescribeDBParameters") == []


def test_groups_of_unknown_databases_are_unknown():
    gap = Unknown(Reason.DENIED, "rds:DescribeDBClusters")
    facts, _ = collect(database_params, facts=databases(clusters=gap))

    assert facts.databases == gap


def test_disabled_workgroups_are_not_asked():
    facts, aws = collect(athena)

    assert [group.name for group in facts.groups] == ["primary"]
    assert aws.calls("athena:GetWorkGroup") == [{"WorkGroup": "primary"}]
