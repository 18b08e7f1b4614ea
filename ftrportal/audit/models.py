"""Who did what, when: rows are added and never changed (no UPDATE or DELETE grant, no such policy)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ftrportal.organizations.models import TenantModel


class AuditEntry(TenantModel):
    """`actor` is empty when the portal itself acted. `data` holds ids and short values, never answers or secrets."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "id"]
        indexes = [models.Index(fields=["organization", "-at"], name="audit_by_time")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
