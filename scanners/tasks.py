"""Celery's way in. A message names a row; the row decides whether anything happens."""

from __future__ import annotations

from typing import Any

import structlog
from celery.signals import worker_init

from ftrportal.celery import app
from scanners.services.connections import notices, verification
from scanners.services.rollouts import listing, probing
from scanners.services.scans import execution, reevaluation, retention, scheduling, sweeping, turns, warming

log = structlog.get_logger(__name__)

# Early acknowledgement is safe, because the row is the truth: a lost message is sent again by the sweeper.
SCAN_SOFT_SECONDS, SCAN_SECONDS = 1500, 1800
VERIFY_SOFT_SECONDS, VERIFY_SECONDS = 90, 110


@worker_init.connect
def warm_up(**_: Any) -> None:
    """In the worker's first process, before the ones that scan are forked from it."""
    warming.warm_up()


@app.task(name="scanners.run_scan", soft_time_limit=SCAN_SOFT_SECONDS, time_limit=SCAN_SECONDS)
def run_scan_task(organization_id: str, run_id: str) -> None:
    """Run the scan whose turn it is: often another than the one whose queueing sent this message.

    Safe to be sent twice or late: where nothing waits, nothing happens.
    """
    run = turns.claim_next()
    if run is not None:
        execution.execute_run(run)


@app.task(name="scanners.verify_connection", soft_time_limit=VERIFY_SOFT_SECONDS, time_limit=VERIFY_SECONDS)
def verify_connection_task(organization_id: str, connection_id: str) -> None:
    """Verify a connection's role, unless somebody else is at it."""
    verification.verify_connection(organization_id, connection_id)


@app.task(name="scanners.sweep_scans")
def sweep_scans_task() -> None:
    """Send waiting scans again; queue or fail those whose worker died."""
    sweeping.sweep_scans()


@app.task(name="scanners.sweep_connections")
def sweep_connections_task() -> None:
    """Ask again about connections that wait for their role, and daily about verified ones."""
    sweeping.sweep_connections()


@app.task(name="scanners.start_due_scans", soft_time_limit=50, time_limit=58)
def start_due_scans_task() -> None:
    """Start the scans that are due by their connection's schedule."""
    scheduling.start_due_scans()


@app.task(name="scanners.rejudge_run", soft_time_limit=240, time_limit=300)
def rejudge_run_task(organization_id: str, run_id: str) -> None:
    """Judge a finished scan's facts again."""
    reevaluation.rejudge_run(organization_id, run_id)


@app.task(name="scanners.rejudge_declared", soft_time_limit=240, time_limit=300)
def rejudge_declared_task(organization_id: str, connection_id: str) -> None:
    """Judge the latest scan of an account again after something was declared about it."""
    reevaluation.rejudge_declared(organization_id, connection_id)


@app.task(name="scanners.rejudge_due", soft_time_limit=240, time_limit=300)
def rejudge_due_task() -> None:
    """Judge what is due and whose message was lost, or whose declarations ended by themselves."""
    reevaluation.rejudge_due()


@app.task(name="scanners.forget_facts", soft_time_limit=540, time_limit=600)
def forget_facts_task() -> None:
    """Remove raw facts that are older than they are kept."""
    retention.forget_facts()


@app.task(name="scanners.tell_owners", soft_time_limit=50, time_limit=58)
def tell_owners_task() -> None:
    """Tell owners about connections that need attention, once."""
    notices.tell_owners()


@app.task(name="scanners.sweep_rollouts", soft_time_limit=50, time_limit=58)
def sweep_rollouts_task() -> None:
    """Have awaited roles looked for, and the accounts of organizations listed daily."""
    probing.sweep_rollouts()


@app.task(name="scanners.probe_rollout", soft_time_limit=VERIFY_SOFT_SECONDS, time_limit=VERIFY_SECONDS)
def probe_rollout_task(organization_id: str, rollout_id: str) -> None:
    """Look for the role in some accounts of an organization."""
    probing.probe_rollout(organization_id, rollout_id)


@app.task(name="scanners.list_rollout", soft_time_limit=VERIFY_SOFT_SECONDS, time_limit=VERIFY_SECONDS)
def list_rollout_task(organization_id: str, rollout_id: str) -> None:
    """List the accounts of a customer's AWS organization."""
    listing.list_accounts(organization_id, rollout_id)
