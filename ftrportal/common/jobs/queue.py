"""Sending task messages. The row is the truth, so a broker that is down delays a job and never loses it."""

from __future__ import annotations

from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def send_on_commit(task: str, *ids: str) -> None:
    """Send the task of this name once the row it works on is committed. `ids` are the only arguments a task takes."""
    transaction.on_commit(lambda: send(task, *ids))


def send(task: str, *ids: str, **options: Any) -> bool:
    """Send the task of this name now. False when the broker did not accept it; a sweeper sends it again.

    By name, so that services need not import the task modules that call them. `options` are Celery's (`expires` and
    `countdown`, in seconds).
    """
    try:
        current_app.send_task(task, args=ids, **options)
    except (OperationalError, OSError) as error:
        log.warning("broker_unreachable", task=task, ids=ids, error=type(error).__name__)
        return False
    return True
