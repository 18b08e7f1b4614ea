"""Tasks are sent by name, so a name that no worker knows would be lost without a word."""

from __future__ import annotations

import ast

from django.conf import settings

from ftrportal.celery import app
from tests.architecture.source import ROOT, python_files, tree

SENDERS = {"send", "send_on_commit"}


def _sent():
    """(place, task name or None where it is not a literal) of each call that sends a task."""
    for path in python_files("scanners", "assessments", "ftrportal"):
        if path.name == "queue.py":
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SENDERS:
                first = node.args[0]
                name = first.value if isinstance(first, ast.Constant) else None
                yield f"{path.relative_to(ROOT)}:{node.lineno}", name


def test_every_task_that_is_sent_is_registered():
    app.loader.import_default_modules()

    sent = list(_sent())

    assert sent
    assert [(place, name) for place, name in sent if name not in app.tasks] == []


def test_every_scheduled_task_is_registered():
    app.loader.import_default_modules()

    unknown = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks)

    assert unknown == set()
