"""What one check said about one resource in one scan."""

from __future__ import annotations

from django.db import models

from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel
from scanners.models.run import ScanRun


class Finding(TenantModel):
    """Texts and evidence come from the scanned account: hostile, only ever shown escaped."""

    run = TenantForeignKey(ScanRun, on_delete=models.CASCADE, related_name="findings")
    check_id = models.CharField(max_length=80)
    outcome = models.CharField(max_length=20)
    severity = models.CharField(max_length=20)
    weight = models.CharField(max_length=20)
    account_id = models.CharField(max_length=12)
    region = models.CharField(max_length=40, blank=True)
    resource = models.CharField(max_length=600)  # four bytes a character must fit a btree row
    message = models.TextField()
    reason = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=120, blank=True)
    evidence = models.JSONField(default=dict)

    class Meta:
        ordering = ["check_id", "region", "resource"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "run", "check_id", "region", "resource"], name="one_finding_per_resource"
            )
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.outcome}"
