"""The Celery application; workers refuse to start with a database role that could cross tenants."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ftrportal.settings.base")

app = Celery("ftrportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def check_database_role(**kwargs: Any) -> None:
    from ftrportal.common.database.runtime_role import refuse_unsafe_role

    refuse_unsafe_role()


@worker_init.connect
def report_isolation(**kwargs: Any) -> None:
    """Once in the log of each worker: how the processes are isolated that read uploads."""
    import structlog

    from ftrportal.common import sandbox

    log = structlog.get_logger(__name__)
    if impossible := sandbox.impossible_here():
        log.warning("sandbox_incomplete", impossible=list(impossible))
    else:
        log.info("sandbox_complete")


@setup_logging.connect
def keep_django_logging(**kwargs: Any) -> None:
    """Connecting to this signal is what stops Celery from replacing our handlers."""
