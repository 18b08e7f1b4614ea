"""What a person says about one requirement, and everything they said before."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models.assessment import Assessment
from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel


class AnswerStatus(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    NOT_APPLICABLE = "not_applicable", "Not applicable"
    NOT_SURE = "not_sure", "Not sure"


class Answer(TenantModel):
    """`version` counts saves; a save names the version it was based on, so nobody overwrites what they have not seen.

    `accepted_findings` freezes what a scan had found when its suggestion was accepted: a list of finding records.
    """

    assessment = TenantForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    requirement_key = models.CharField(max_length=20)
    status = models.CharField(max_length=20, choices=AnswerStatus.choices, default=AnswerStatus.NOT_STARTED)
    response = models.TextField(max_length=20_000, blank=True)
    not_applicable_reason = models.TextField(max_length=2_000, blank=True)
    fields = models.JSONField(default=dict)  # typed values by field key, as assessments.catalog.fields cleans them
    version = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    accepted_status = models.CharField(max_length=20, choices=AnswerStatus.choices, blank=True)
    accepted_findings = models.JSONField(default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "assessment", "requirement_key"], name="one_answer_per_requirement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_key}: {self.get_status_display()}"


class AnswerRevision(TenantModel):
    """Append-only: the answer as it stood after each save."""

    answer = TenantForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=AnswerStatus.choices)
    response = models.TextField(blank=True)
    not_applicable_reason = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "answer", "version"], name="one_revision_per_version")
        ]

    def __str__(self) -> str:
        return f"version {self.version}"
