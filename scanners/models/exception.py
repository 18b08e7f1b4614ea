"""A finding somebody accepted for a time, with a reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ftrportal.organizations.models import TenantModel


class FindingException(TenantModel):
    """It holds for one check and one resource of an account, through `ends_on` (UTC), unless withdrawn before.

    Findings are made anew by every scan, so an exception names what they are about and not their rows.
    """

    account_id = models.CharField(max_length=12)
    check_id = models.CharField(max_length=80)
    region = models.CharField(max_length=40, blank=True)
    resource = models.CharField(max_length=600)
    reason = models.TextField(max_length=1000)
    approver = models.CharField(max_length=150)  # who decided it; may be somebody without an account here
    ends_on = models.DateField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "account_id", "check_id", "region", "resource"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_exception_per_resource",
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_id} until {self.ends_on}"
