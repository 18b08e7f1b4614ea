"""Sending task messages. The row is the truth, so a broker that is down delays a job and never loses it."""

from __future__ import annotations

from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def send_on_commit(task: Task[Any, Any], *ids: str) -> None:
    """Send the message once the row it speaks of is committed; arguments are ids only."""
    transaction.on_commit(lambda: send(task, *ids))


def send(task: Task[Any, Any], *ids: str, **options: Any) -> bool:
    """Send now. False when the broker did not take it; a sweeper sends it again."""
    try:
        task.apply_async(args=ids, **options)
    except (OperationalError, OSError) as error:
        log.warning("broker_unreachable", task=task.name, ids=ids, error=type(error).__name__)
        return False
    return True
