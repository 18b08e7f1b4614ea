"""Elastic Disaster Recovery: drills of the last year.

An account that never set the service up gets UninitializedAccountException, which is an answer: no drills.
https://docs.aws.amazon.com/drs/latest/APIReference/API_DescribeJobs.html
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import is_absent
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, structures, text, text_or
from scanners.engine.facts.recovery import DisasterRecoveryFacts, Drill
from scanners.engine.facts.unknown import Unknown

DESCRIBE_JOBS = Operation("drs", "DescribeJobs", "drs:DescribeJobs")
_NOT_SET_UP = "UninitializedAccountException"


def collect(context: Context) -> DisasterRecoveryFacts | Unknown:
    """Jobs that a drill started; recoveries in earnest and failbacks prove something else."""
    since = (context.now - timedelta(days=365)).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        pages = context.reader.pages(DESCRIBE_JOBS, region=context.region, filters={"fromDate": since})
        jobs = [job for page in pages for job in structures(page, "items")]
        drills = [_drill(job) for job in jobs if text_or(job, "initiatedBy") == "START_DRILL"]
    except CallFailed as failed:
        is_unused = failed.code == _NOT_SET_UP or is_absent(context, DESCRIBE_JOBS, failed)
        return DisasterRecoveryFacts(()) if is_unused else failed.gap
    except MalformedAnswerError as odd:
        return malformed(DESCRIBE_JOBS, odd)
    return DisasterRecoveryFacts(tuple(drills))


def _drill(job: Fields) -> Drill:
    servers = structures(job, "participatingServers")
    return Drill(
        arn=text_or(job, "arn") or text(job, "jobID"),
        status=text_or(job, "status"),
        ended_at=_time(text_or(job, "endDateTime")),
        servers=len(servers),
        launched=sum(text_or(server, "launchStatus") in ("LAUNCHED", "TERMINATED") for server in servers),
    )


def _time(written: str) -> datetime | None:
    """This API writes times as text."""
    if not written:
        return None
    try:
        read = datetime.fromisoformat(written)
    except ValueError as error:
        raise MalformedAnswerError("endDateTime is no time") from error
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


COLLECTORS = (Collector("drs", DisasterRecoveryFacts, (DESCRIBE_JOBS,), collect, is_regional=True),)
