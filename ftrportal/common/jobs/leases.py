"""A job is a row; the broker's message is only a hint. These are the row's columns and its state changes.

A worker takes a row by compare-and-set, renews its lease while it works and writes results only while it still holds
the generation it took. Whoever lost the lease (killed, paused, cut off) is fenced out at its next write.
"""

from __future__ import annotations

import os
import socket
import uuid
from datetime import timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone


class JobStatus(models.TextChoices):
    QUEUED = "queued", "Queued"
    RUNNING = "running", "Running"
    FINISHED = "finished", "Finished"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


ENDED = (JobStatus.FINISHED, JobStatus.FAILED, JobStatus.CANCELLED)


class LeasedJob(models.Model):
    """Columns of a job that any worker may take and that survives the worker's death."""

    max_attempts = 3  # how often a job is begun before it fails

    status = models.CharField(max_length=20, choices=JobStatus.choices, default=JobStatus.QUEUED)
    reason = models.CharField(max_length=60, blank=True)  # id of the error text, see each app's messages.py
    reason_detail = models.TextField(blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    generation = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_over(self) -> bool:
        return self.status in ENDED

    @property
    def is_cancelling(self) -> bool:
        return self.cancel_requested_at is not None and not self.is_over


class LeaseLost(Exception):
    """Another worker owns the job now, or it was ended: stop without writing."""


Job = TypeVar("Job", bound=LeasedJob)


def worker_name() -> str:
    """Names this process in the lease, for the operator."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:6]}"[:120]


def claim(model: type[Job], job_id: Any) -> Job | None:
    """Take a queued job. None when somebody else has it, it is over or it does not exist."""
    now = timezone.now()
    changed = model._default_manager.filter(pk=job_id, status=JobStatus.QUEUED).update(
        status=JobStatus.RUNNING,
        attempt=F("attempt") + 1,
        generation=F("generation") + 1,
        lease_owner=worker_name(),
        lease_until=now + timedelta(seconds=settings.LEASE_SECONDS),
        started_at=now,
    )
    return model._default_manager.get(pk=job_id) if changed == 1 else None


def _held(job: LeasedJob) -> Any:
    return type(job)._default_manager.filter(pk=job.pk, status=JobStatus.RUNNING, generation=job.generation)


def renew(job: LeasedJob, **columns: Any) -> bool:
    """Keep the lease and store progress columns; returns whether a person asked to cancel. Raises LeaseLost."""
    until = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
    if _held(job).update(lease_until=until, **columns) != 1:
        raise LeaseLost(str(job.pk))
    asked = type(job)._default_manager.filter(pk=job.pk, cancel_requested_at__isnull=False).exists()
    return asked


def end(job: LeasedJob, status: JobStatus, *, reason: str = "", detail: str = "", **columns: Any) -> None:
    """Store the final state. Raises LeaseLost when the job is no longer ours: then its results must not be written."""
    changed = _held(job).update(
        status=status,
        reason=reason,
        reason_detail=detail[:2000],
        finished_at=timezone.now(),
        lease_owner="",
        lease_until=None,
        **columns,
    )
    if changed != 1:
        raise LeaseLost(str(job.pk))


def requeue_or_fail(job: LeasedJob) -> JobStatus:
    """For the sweeper: a job whose lease ran out is queued again, or failed after its last attempt."""
    dead = _held(job).filter(lease_until__lt=timezone.now())
    if job.cancel_requested_at is not None:
        dead.update(status=JobStatus.CANCELLED, finished_at=timezone.now(), lease_owner="", lease_until=None)
        return JobStatus.CANCELLED
    if job.attempt >= job.max_attempts:
        dead.update(
            status=JobStatus.FAILED,
            reason="job.worker_died",
            finished_at=timezone.now(),
            lease_owner="",
            lease_until=None,
        )
        return JobStatus.FAILED
    dead.update(status=JobStatus.QUEUED, lease_owner="", lease_until=None, sent_at=None)
    return JobStatus.QUEUED


def try_again(job: LeasedJob) -> bool:
    """Queue a job once more that failed for a reason that may pass; False when it was begun often enough.

    Raises LeaseLost. Whoever calls this sends the message; the sweeper does when that is lost.
    """
    if job.attempt >= job.max_attempts:
        return False
    changed = _held(job).update(status=JobStatus.QUEUED, lease_owner="", lease_until=None, sent_at=timezone.now())
    if changed != 1:
        raise LeaseLost(str(job.pk))
    return True


def needs_sending(model: type[Job], job_id: Any) -> bool:
    """For the sweeper, inside the job's organization: look after one unfinished job.

    Requeues or ends it when its lease ran out. True when a message has to be sent: its first one was lost, or it was
    requeued. The time of sending is noted, so that a slow worker is not flooded.
    """
    job = model._default_manager.filter(pk=job_id).first()
    if job is None or job.is_over:
        return False
    now = timezone.now()
    requeued = False
    if job.status == JobStatus.RUNNING:
        if job.lease_until is not None and job.lease_until >= now:
            return False
        if requeue_or_fail(job) != JobStatus.QUEUED:
            return False
        requeued = True
    if not requeued and (job.sent_at or job.created_at) > now - timedelta(seconds=settings.RESEND_SECONDS):
        return False
    return model._default_manager.filter(pk=job_id, status=JobStatus.QUEUED).update(sent_at=now) == 1


def request_cancel(job: LeasedJob) -> None:
    """Ask a job to stop: a queued one ends at once, a running one at its next renewal."""
    now = timezone.now()
    open_rows = type(job)._default_manager.filter(pk=job.pk, status__in=[JobStatus.QUEUED, JobStatus.RUNNING])
    with transaction.atomic():
        # Asked first, which also holds the row: a job that a sweep queues again between two looks is not missed.
        if open_rows.update(cancel_requested_at=now):
            open_rows.filter(status=JobStatus.QUEUED).update(status=JobStatus.CANCELLED, finished_at=now)
