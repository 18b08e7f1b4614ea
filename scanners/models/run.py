"""One scan of one connected account."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.common.jobs.leases import LeasedJob
from ftrportal.organizations.models import TenantModel
from scanners.models.connection import Connection


class ScanRun(TenantModel, LeasedJob):
    """`progress` maps "collector/region" to its state. `facts_file` holds the gzipped JSON of all facts, `facts_sha256`
    the hash of the stored bytes. `calls` maps "service:Operation" to how often it was called. `unreadable` lists
    {action, region, reason, detail}. `declared` lists what people had declared when the facts were judged: {fact,
    label, value, by, at, place, source, until}. `speaks_for` holds the members of the organization whose missing
    contacts this management account's own contacts stand in for.
    """

    connection = TenantForeignKey(Connection, on_delete=models.CASCADE, related_name="runs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    progress = models.JSONField(default=dict)
    regions = models.JSONField(default=list)
    role_arn = models.CharField(max_length=2048, blank=True)
    session_name = models.CharField(max_length=64, blank=True)
    calls = models.JSONField(default=dict)
    unreadable = models.JSONField(default=list)
    facts_file = models.CharField(max_length=200, blank=True)
    facts_sha256 = models.CharField(max_length=64, blank=True)
    declared = models.JSONField(default=list)
    speaks_for = models.JSONField(default=list)
    judged_at = models.DateTimeField(null=True, blank=True)  # when its facts were last judged again
    announced_at = models.DateTimeField(null=True, blank=True)  # when its news were looked at, once

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "connection"],
                condition=models.Q(status__in=["queued", "running"]),
                name="one_open_scan_per_connection",
            )
        ]
        indexes = [  # every free slot asks who is next
            models.Index(
                fields=["created_at"], condition=models.Q(status__in=["queued", "running"]), name="open_scans"
            ),
            models.Index(fields=["started_at"], name="scans_by_start"),
        ]

    def __str__(self) -> str:
        return f"scan of {self.created_at:%Y-%m-%d %H:%M}"
