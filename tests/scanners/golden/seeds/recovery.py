"""Backups that run, are locked, copied, reported and restored in one region, and none of it in the other."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.story import HOME, OTHER, Golden, ago, arn

ACCOUNT = "212121212121"


def seed(aws: SimulatedAws) -> None:
    """moto knows plans and vaults, but not that they ever ran or hold anything."""
    aws.set_account(ACCOUNT, name="Recovery")
    copied = [{"DestinationBackupVaultArn": arn(ACCOUNT, "backup", "backup-vault:spare", region=OTHER)}]
    _plan(aws, HOME, "nightly", ran=ago(hours=10), vault="main", CopyActions=copied)
    _plan(aws, OTHER, "forgotten", ran=ago(days=40), vault="spare")
    _jobs(aws, HOME, completed=99, failed=1)
    _jobs(aws, OTHER, completed=5, failed=5)
    _vaults(aws, HOME, ("main", 40, False), ("sealed", 9, True))
    _vaults(aws, OTHER, ("spare", 3, False), ("new", 0, False))
    report = {"ReportPlanArn": arn(ACCOUNT, "backup", "report-plan:monthly-0a01"), "ReportPlanName": "monthly"}
    aws.give_answer(ACCOUNT, "backup:ListReportPlans", {"ReportPlans": [report]}, region=HOME)
    _seed_restores(aws)
    _seed_exercises(aws)
    _seed_targets(aws)


def _plan(aws: SimulatedAws, region: str, name: str, *, ran: Any, vault: str, **rule: Any) -> None:
    plan_id = f"plan-{name}"
    listed = {
        "BackupPlanArn": arn(ACCOUNT, "backup", f"backup-plan:{plan_id}", region=region),
        "BackupPlanId": plan_id,
        "BackupPlanName": name,
        "LastExecutionDate": ran,
    }
    aws.give_answer(ACCOUNT, "backup:ListBackupPlans", {"BackupPlansList": [listed]}, region=region)
    daily = {"RuleName": "daily", "TargetBackupVaultName": vault, "ScheduleExpression": "cron(0 5 ? * * *)", **rule}
    whole = {"BackupPlan": {"BackupPlanName": name, "Rules": [daily]}, "BackupPlanId": plan_id}
    aws.give_answer(ACCOUNT, "backup:GetBackupPlan", whole, region=region, given={"BackupPlanId": plan_id})
    everything = {"ResourceTypeOptInPreference": {"RDS": True, "S3": True, "DynamoDB": True}}
    aws.give_answer(ACCOUNT, "backup:DescribeRegionSettings", everything, region=region)


def _jobs(aws: SimulatedAws, region: str, *, completed: int, failed: int) -> None:
    counts = [
        {"Region": region, "AccountId": ACCOUNT, "ResourceType": "RDS", "State": state, "Count": count}
        for state, count in (("COMPLETED", completed), ("FAILED", failed))
    ]
    aws.give_answer(ACCOUNT, "backup:ListBackupJobSummaries", {"BackupJobSummaries": counts}, region=region)


def _vaults(aws: SimulatedAws, region: str, *vaults: tuple[str, int, bool]) -> None:
    found = [
        {
            "BackupVaultName": name,
            "BackupVaultArn": arn(ACCOUNT, "backup", f"backup-vault:{name}", region=region),
            "VaultType": "BACKUP_VAULT",
            "NumberOfRecoveryPoints": points,
            "Locked": is_locked,
        }
        for name, points, is_locked in vaults
    ]
    aws.give_answer(ACCOUNT, "backup:ListBackupVaults", {"BackupVaultList": found}, region=region)


def _seed_restores(aws: SimulatedAws) -> None:
    """Databases were restored in a test, tables not successfully, buckets never."""
    protected = [
        {"ResourceArn": one, "ResourceType": kind, "LastBackupTime": ago(hours=10)}
        for one, kind in (
            (arn(ACCOUNT, "rds", "db:shop"), "RDS"),
            (arn(ACCOUNT, "dynamodb", "table/carts"), "DynamoDB"),
            ("arn:aws:s3:::recovery-uploads", "S3"),
        )
    ]
    aws.give_answer(ACCOUNT, "backup:ListProtectedResources", {"Results": protected}, region=HOME)
    jobs = [
        {"RestoreJobId": name, "ResourceType": kind, "Status": status, "CreationDate": ago(days=30)}
        for name, kind, status in (("job-1", "RDS", "COMPLETED"), ("job-2", "DynamoDB", "FAILED"))
    ]
    aws.give_answer(ACCOUNT, "backup:ListRestoreJobs", {"RestoreJobs": jobs}, region=HOME)
    idle = {
        "RestoreTestingPlanArn": arn(ACCOUNT, "backup", "restore-testing-plan:yearly-0a01", region=OTHER),
        "RestoreTestingPlanName": "yearly",
        "CreationTime": ago(days=100),
        "ScheduleExpression": "cron(0 5 1 1 ? *)",
    }
    aws.give_answer(ACCOUNT, "backup:ListRestoreTestingPlans", {"RestoreTestingPlans": [idle]}, region=OTHER)


def _seed_exercises(aws: SimulatedAws) -> None:
    experiments = [
        {"id": name, "arn": arn(ACCOUNT, "fis", f"experiment/{name}"), "state": {"status": status}, "creationTime": at}
        for name, status, at in (
            ("EXPzonedown", "completed", ago(days=20)),
            ("EXPtried", "stopped", ago(days=21)),
            ("EXPancient", "completed", ago(days=500)),
        )
    ]
    aws.give_answer(ACCOUNT, "fis:ListExperiments", {"experiments": experiments}, region=HOME)
    servers = [{"sourceServerID": f"s-0e00000000000000{number}", "launchStatus": "LAUNCHED"} for number in range(2)]
    drill = {
        "jobID": "drsjob-0e000000000000001",
        "arn": arn(ACCOUNT, "drs", "job/drsjob-0e000000000000001"),
        "initiatedBy": "START_DRILL",
        "status": "COMPLETED",
        "endDateTime": ago(days=15).isoformat(),
        "participatingServers": servers,
    }
    aws.give_answer(ACCOUNT, "drs:DescribeJobs", {"items": [drill]}, region=HOME)


def _seed_targets(aws: SimulatedAws) -> None:
    for region, name, status in ((HOME, "shop", "PolicyMet"), (OTHER, "catalog", "PolicyBreached")):
        app = {
            "appArn": arn(ACCOUNT, "resiliencehub", f"app/{name}", region=region),
            "name": name,
            "complianceStatus": status,
            "creationTime": ago(days=300),
            "rtoInSecs": 3600,
            "rpoInSecs": 900,
            "lastAppComplianceEvaluationTime": ago(days=5),
        }
        aws.give_answer(ACCOUNT, "resiliencehub:ListApps", {"appSummaries": [app]}, region=region)


RECOVERY = Golden("recovery", ACCOUNT, seed)
