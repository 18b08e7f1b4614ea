"""What is being reviewed: one product of the vendor, and the AWS accounts it runs in."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel


class Workload(TenantModel):
    """The facts are empty (NULL) until somebody knows; an unknown fact never hides a section."""

    name = models.CharField(max_length=120)
    description = models.TextField(max_length=4000, blank=True)
    handles_phi = models.BooleanField(null=True, blank=True)
    accesses_customer_accounts = models.BooleanField(null=True, blank=True)
    stores_customer_credentials = models.BooleanField(null=True, blank=True)
    compliance_standards = models.JSONField(null=True, blank=True)  # list of names, as advertised; empty list: none is
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class WorkloadAccount(TenantModel):
    """An AWS account of the workload. Findings reach the workload by this account id; scanners know nothing of it."""

    workload = TenantForeignKey(Workload, on_delete=models.CASCADE, related_name="accounts")
    account_id = models.CharField(max_length=12, validators=[RegexValidator(r"\A[0-9]{12}\Z")])
    label = models.CharField(max_length=80, blank=True)
    is_production = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["account_id"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "workload", "account_id"], name="one_row_per_account")
        ]

    def __str__(self) -> str:
        return self.account_id
