"""Starts scans of all ready accounts of a rollout."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery

from ftrportal.organizations.models import User
from scanners.models import Connection, ConnectionStatus, Rollout, ScanRun
from scanners.services.scans.runs import ScanRefused, start_run

AT_ONCE = 200  # a request ends; with more accounts, people click again


def scan_ready(*, rollout: Rollout, actor: User) -> int:
    """Queue a scan of every ready account without one under way, the longest unscanned first. How many were queued."""
    asked = ScanRun.objects.filter(connection=OuterRef("pk")).order_by("-created_at").values("created_at")[:1]
    ready = Connection.objects.for_organization(rollout.organization).filter(
        rollout=rollout, status=ConnectionStatus.ACTIVE
    )
    oldest_first = ready.annotate(asked_at=Subquery(asked)).order_by(F("asked_at").asc(nulls_first=True), "account_id")
    return sum(_is_started(connection, actor) for connection in oldest_first[:AT_ONCE])


def _is_started(connection: Connection, actor: User) -> bool:
    try:
        start_run(connection=connection, actor=actor)
    except ScanRefused:
        return False  # under way already, or not ready any more: its own page says which
    return True
