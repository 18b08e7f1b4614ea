"""Backups of each protected resource type were restored in the last year. Only AWS Backup restores are visible."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import said
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts, RestoreJob
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="restore_jobs_last_year",
    title="Backups are restore-tested",
    question="Does AWS Backup show completed restores or restore tests of the last year?",
    needs=(BackupFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Create a restore testing plan, or restore each data store once a year and document how long it took.",
    cli="aws backup list-restore-jobs --by-status COMPLETED",
    console="AWS Backup > Restore testing.",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
)
_RESTORED = "COMPLETED"
_GOOD = ("", "SUCCESSFUL")  # only restore tests have a validation status, and not all of them
_LISTS = ("protected", "restore_jobs", "testing_plans")


@check.judge
def judge(scope: Scope, backup: Regional[BackupFacts]) -> Iterator[Verdict]:
    """One completed restore of each protected resource type is enough for PASS."""
    gaps = [(region, gap) for region, gap in backup.unknown()]
    known = [facts for _, facts in backup.known()]
    for region, facts in backup.known():
        gaps += [(region, part) for name in _LISTS if isinstance(part := getattr(facts, name), Unknown)]
    jobs = [job for facts in known if isinstance(facts.restore_jobs, tuple) for job in facts.restore_jobs]
    types = {one.type for facts in known if isinstance(facts.protected, tuple) for one in facts.protected}
    for region, gap in gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for kind in sorted(types | {job.type for job in jobs}):
        yield _judge_type(kind, [job for job in jobs if job.type == kind])
    idle = [
        (region, plan)
        for region, facts in backup.known()
        if isinstance(facts.testing_plans, tuple)
        for plan in facts.testing_plans
        if plan.last_run_at is None
    ]
    for region, plan in idle:
        yield review(plan.arn, f"Restore testing plan {plan.name} has never run.", region=region)
    if not (gaps or types or jobs or idle):
        yield not_applicable(scope.account_arn, "unused", "AWS Backup is not used.")


def _judge_type(kind: str, jobs: list[RestoreJob]) -> Verdict:
    name = f"AWS Backup: {kind}"
    done = [job for job in jobs if job.status == _RESTORED and job.validation in _GOOD]
    if done:
        best = max(done, key=lambda job: (job.validation == "SUCCESSFUL", said(job.completed_at)))
        seen = {"job": best.id, "completed": said(best.completed_at), "validation": best.validation}
        return passed(name, f"{kind} was restored by job {best.id}.", is_test=best.is_test, **seen)
    if jobs:
        statuses = sorted({_state(job) for job in jobs})
        message = f"No restore of {kind} completed in the last year: {', '.join(statuses)}."
        return review(name, message, jobs=len(jobs), statuses=statuses)
    detail = f"AWS Backup has no restore of {kind}. Document restores outside AWS Backup."
    return unknown(name, Unknown(Reason.NOT_COLLECTED, "", detail))


def _state(job: RestoreJob) -> str:
    return f"validation {job.validation}" if job.status == _RESTORED else job.status
