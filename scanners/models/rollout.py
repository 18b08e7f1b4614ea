"""One role for all accounts of an AWS organization: what was rolled out, and each account it is meant for."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel
from scanners.models.connection import Connection


class Rollout(TenantModel):
    """`source` is the connection through which the organization's accounts are listed.

    `external_id_base` is made by the portal, unique over all time; base, role name, source and, once known, the
    organization never change: a database trigger refuses it (docs/decisions/002).
    """

    source = TenantForeignKey(Connection, on_delete=models.CASCADE, related_name="rollouts")
    external_id_base = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role_name = models.CharField(max_length=64, editable=False)
    org_id = models.CharField(max_length=40, blank=True)
    management_account_id = models.CharField(max_length=12, blank=True)
    opt_ins = models.JSONField(default=list)  # ids of the readings switched on, in every account alike
    takes_new = models.BooleanField(default=True)  # accounts that join later are included by themselves
    reason = models.CharField(max_length=60, blank=True)  # why the accounts could not be listed
    reason_detail = models.TextField(blank=True)
    listing_asked_at = models.DateTimeField(null=True, blank=True)
    listing_started_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    watched_from = models.DateTimeField(auto_now_add=True)  # when somebody last worked on it: looked at often for a day
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "source"],
                condition=models.Q(ended_at__isnull=True),
                name="one_open_rollout_per_source",
            )
        ]

    def external_id_of(self, account_id: str) -> str:
        """The id of one account: what the template makes of base and account by itself."""
        return f"{self.external_id_base}-{account_id}"

    def __str__(self) -> str:
        return self.org_id or "AWS organization"


class RolloutAccount(TenantModel):
    """One account as AWS lists it. `next_probe_at` is set while the role is awaited there; nobody else probes it until
    then. `connection` is the account's live connection, whether this rollout made it or not.
    """

    rollout = TenantForeignKey(Rollout, on_delete=models.CASCADE, related_name="accounts")
    account_id = models.CharField(max_length=12)
    name = models.CharField(max_length=120, blank=True)
    aws_state = models.CharField(max_length=30, blank=True)
    is_included = models.BooleanField(default=True)
    connection = TenantForeignKey(Connection, on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(max_length=60, blank=True)
    reason_detail = models.TextField(blank=True)
    probed_at = models.DateTimeField(null=True, blank=True)
    next_probe_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)  # AWS no longer lists it
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["account_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "rollout", "account_id"], name="one_rollout_row_per_account"
            )
        ]
        indexes = [models.Index(fields=["next_probe_at"], name="rollout_probes_due")]

    def __str__(self) -> str:
        return self.name or self.account_id
