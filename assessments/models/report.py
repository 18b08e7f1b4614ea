"""Evidence packs: a frozen snapshot, and the files made from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models.assessment import Assessment
from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.common.jobs.leases import LeasedJob
from ftrportal.organizations.models import TenantModel


class Snapshot(TenantModel):
    """Everything a pack shows, at one moment. `sha256` is of the canonical JSON of `data`."""

    assessment = TenantForeignKey(Assessment, on_delete=models.CASCADE, related_name="snapshots")
    edition = models.CharField(max_length=40)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField(auto_now_add=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-taken_at", "id"]

    def __str__(self) -> str:
        return f"snapshot of {self.taken_at:%Y-%m-%d %H:%M}"


class ReportKind(models.TextChoices):
    PACK_PDF = "pack_pdf", "Evidence pack (PDF)"
    GAP_PDF = "gap_pdf", "Gap report (PDF)"
    PACK_ZIP = "pack_zip", "Evidence pack with files (ZIP)"
    PACK_PDFA = "pack_pdfa", "Archival PDF (PDF/A-3, data embedded)"
    PLAN_XLSX = "plan_xlsx", "Remediation plan (XLSX)"
    PLAN_CSV = "plan_csv", "Remediation plan (CSV)"
    PLAN_TASKS = "plan_tasks", "Task list (Markdown)"
    PLAN_JIRA = "plan_jira", "Tasks for Jira (CSV)"


class ReportStage(models.TextChoices):
    """What a worker is doing, in words for the person who waits."""

    WAITING = "", "Waiting for a worker"
    FREEZING = "freezing", "Freezing answers"
    PICTURES = "pictures", "Preparing images"
    WRITING = "writing", "Writing pages"
    TYPESETTING = "typesetting", "Typesetting"
    PACKING = "packing", "Packing files"
    STORING = "storing", "Storing"


class Report(TenantModel, LeasedJob):
    max_attempts = 2  # one that fails twice for the same reason would do so a third time, and people wait

    assessment = TenantForeignKey(Assessment, on_delete=models.CASCADE, related_name="reports")
    # Empty until a worker has taken the snapshot: freezing is one transaction of its own, never part of a request.
    snapshot = TenantForeignKey(Snapshot, on_delete=models.CASCADE, related_name="reports", null=True)
    kind = models.CharField(max_length=20, choices=ReportKind.choices, default=ReportKind.PACK_PDF)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    stage = models.CharField(max_length=20, choices=ReportStage.choices, default=ReportStage.WAITING, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_status_display()})"
