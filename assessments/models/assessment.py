"""One round of the review of one workload, against one edition of the requirements."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models.workload import Workload
from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel


class Route(models.TextChoices):
    CHECKLIST = "checklist", "Requirement checklist"
    SOC2 = "soc2", "SOC 2 Type II report"
    WAFR = "wafr", "Well-Architected review report"


class Assessment(TenantModel):
    workload = TenantForeignKey(Workload, on_delete=models.CASCADE, related_name="assessments")
    edition = models.CharField(max_length=40)
    route = models.CharField(max_length=20, choices=Route.choices, default=Route.CHECKLIST)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.edition} assessment"


class SectionOverride(TenantModel):
    """A person overrules what the workload's facts say about a section applying."""

    assessment = TenantForeignKey(Assessment, on_delete=models.CASCADE, related_name="overrides")
    section_key = models.CharField(max_length=60)
    applies = models.BooleanField()
    reason = models.CharField(max_length=500)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "assessment", "section_key"], name="one_override_per_section"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section_key}: {'applies' if self.applies else 'does not apply'}"
