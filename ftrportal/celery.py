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


@setup_logging.connect
def keep_django_logging(**kwargs: Any) -> None:
    """Connecting to this signal is what stops Celery from replacing our handlers."""
