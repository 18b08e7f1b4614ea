"""AWS Backup: one list answers for all services what was really backed up, and when.

A listed resource has recovery points of whatever state, so its last backup time is what counts.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_ListProtectedResources.html
"""

from __future__ import annotations

from datetime import timedelta

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag_or,
    moment_or_none,
    number_or,
    structure,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.backup import (
    BackupFacts,
    BackupPlan,
    JobCount,
    PlanRule,
    ProtectedResource,
    RestoreJob,
    RestorePlan,
    Vault,
)
from scanners.engine.facts.unknown import Unknown

LIST_PROTECTED = Operation("backup", "ListProtectedResources", "backup:ListProtectedResources")
LIST_VAULTS = Operation("backup", "ListBackupVaults", "backup:ListBackupVaults")
LIST_PLANS = Operation("backup", "ListBackupPlans", "backup:ListBackupPlans")
GET_PLAN = Operation("backup", "GetBackupPlan", "backup:GetBackupPlan")
REGION_SETTINGS = Operation("backup", "DescribeRegionSettings", "backup:DescribeRegionSettings")
LIST_JOB_SUMMARIES = Operation(
    "backup", "ListBackupJobSummaries", "backup:ListBackupJobSummaries", paging=Paging("NextToken", "NextToken")
)
LIST_RESTORE_JOBS = Operation("backup", "ListRestoreJobs", "backup:ListRestoreJobs")
LIST_TESTING_PLANS = Operation("backup", "ListRestoreTestingPlans", "backup:ListRestoreTestingPlans")
LIST_REPORT_PLANS = Operation(
    "backup", "ListReportPlans", "backup:ListReportPlans", paging=Paging("NextToken", "NextToken")
)
# What AWS adds up over all states or types; the single rows are enough.
_SUMS = frozenset({"AGGREGATE_ALL", "ANY"})


def collect(context: Context) -> BackupFacts:
    """Each part by itself; opt-ins and job counts say something only where a plan exists."""
    plans = read_region(context, LIST_PLANS, "BackupPlansList", lambda plan: _plan(context, plan))
    has_plan = isinstance(plans, Unknown) or bool(plans)
    return BackupFacts(
        protected=read_region(context, LIST_PROTECTED, "Results", _protected),
        vaults=read_region(context, LIST_VAULTS, "BackupVaultList", _vault),
        plans=plans,
        opted_out=read(context, REGION_SETTINGS, _opted_out, region=context.region) if has_plan else (),
        job_counts=_job_counts(context) if has_plan else (),
        restore_jobs=read_region(
            context, LIST_RESTORE_JOBS, "RestoreJobs", _restore_job, ByCreatedAfter=context.now - timedelta(days=365)
        ),
        testing_plans=read_region(context, LIST_TESTING_PLANS, "RestoreTestingPlans", _testing_plan),
        report_plans=read_region(context, LIST_REPORT_PLANS, "ReportPlans", lambda plan: text(plan, "ReportPlanArn")),
    )


def _protected(resource: Fields) -> ProtectedResource:
    return ProtectedResource(
        text(resource, "ResourceArn"), text_or(resource, "ResourceType"), moment_or_none(resource, "LastBackupTime")
    )


def _vault(vault: Fields) -> Vault:
    return Vault(
        arn=text(vault, "BackupVaultArn"),
        name=text(vault, "BackupVaultName"),
        type=text_or(vault, "VaultType"),
        points=number_or(vault, "NumberOfRecoveryPoints", 0),
        is_locked=flag_or(vault, "Locked", False),
    )


def _plan(context: Context, plan: Fields) -> BackupPlan:
    return BackupPlan(
        arn=text(plan, "BackupPlanArn"),
        name=text_or(plan, "BackupPlanName"),
        last_run_at=moment_or_none(plan, "LastExecutionDate"),
        rules=read(context, GET_PLAN, _rules, region=context.region, BackupPlanId=text(plan, "BackupPlanId")),
    )


def _rules(answer: Fields) -> tuple[PlanRule, ...]:
    return tuple(_rule(rule) for rule in structures(structure(answer, "BackupPlan"), "Rules"))


def _rule(rule: Fields) -> PlanRule:
    return PlanRule(
        vault=text_or(rule, "TargetBackupVaultName"),
        schedule=text_or(rule, "ScheduleExpression"),
        keep_days=number_or(structure_or_empty(rule, "Lifecycle"), "DeleteAfterDays", 0),
        is_continuous=flag_or(rule, "EnableContinuousBackup", False),
        copies_to=tuple(text(copy, "DestinationBackupVaultArn") for copy in structures(rule, "CopyActions")),
    )


def _opted_out(answer: Fields) -> tuple[str, ...]:
    preference = structure_or_empty(answer, "ResourceTypeOptInPreference")
    if not all(isinstance(name, str) for name in preference):
        raise MalformedAnswerError("ResourceTypeOptInPreference is not what the API describes")
    return tuple(sorted(name for name in preference if not flag_or(preference, name, True)))


def _job_counts(context: Context) -> tuple[JobCount, ...] | Unknown:
    counts = read_region(
        context, LIST_JOB_SUMMARIES, "BackupJobSummaries", _job_count, AggregationPeriod="FOURTEEN_DAYS"
    )
    if isinstance(counts, Unknown):
        return counts
    own = ("", context.reader.account_id)
    return tuple(one for account, one in counts if account in own and not _SUMS & {one.state, one.type})


def _job_count(summary: Fields) -> tuple[str, JobCount]:
    """With the account it counts: a management account may see others' jobs too."""
    kind, state = text_or(summary, "ResourceType"), text_or(summary, "State")
    return text_or(summary, "AccountId"), JobCount(kind, state, number_or(summary, "Count", 0))


def _restore_job(job: Fields) -> RestoreJob:
    return RestoreJob(
        id=text(job, "RestoreJobId"),
        type=text_or(job, "ResourceType"),
        status=text_or(job, "Status"),
        created_at=moment_or_none(job, "CreationDate"),
        completed_at=moment_or_none(job, "CompletionDate"),
        is_test=bool(text_or(structure_or_empty(job, "CreatedBy"), "RestoreTestingPlanArn")),
        validation=text_or(job, "ValidationStatus"),
    )


def _testing_plan(plan: Fields) -> RestorePlan:
    return RestorePlan(
        text(plan, "RestoreTestingPlanArn"),
        text_or(plan, "RestoreTestingPlanName"),
        moment_or_none(plan, "LastExecutionTime"),
    )


COLLECTORS = (
    Collector(
        "backup",
        BackupFacts,
        (
            LIST_PROTECTED,
            LIST_VAULTS,
            LIST_PLANS,
            GET_PLAN,
            REGION_SETTINGS,
            LIST_JOB_SUMMARIES,
            LIST_RESTORE_JOBS,
            LIST_TESTING_PLANS,
            LIST_REPORT_PLANS,
        ),
        collect,
        is_regional=True,
    ),
)
