"""The connection to one AWS account of a customer."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Cast

from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel


class ConnectionStatus(models.TextChoices):
    DRAFT = "draft", "Waiting for the role"
    PROBING = "probing", "Checking the role"
    ACTIVE = "active", "Connected"
    REFUSED = "refused", "Role refused"
    DEGRADED = "degraded", "Needs attention"
    REVOKED = "revoked", "Disconnected"


class Stage(models.TextChoices):
    """What the account is for, as a person declared it: no API says it."""

    PRODUCTION = "production", "Production"
    NON_PRODUCTION = "non_production", "Non-production"
    LOG_ARCHIVE = "log_archive", "Log archive"
    UNKNOWN = "unknown", "Not classified"


class Schedule(models.TextChoices):
    """How often an account is scanned without anybody asking."""

    OFF = "off", "Manual"
    DAILY = "daily", "Every night"
    WEEKLY = "weekly", "Every week, Monday night"
    MONTHLY = "monthly", "Every month, on the night of the 1st"


# A version 4 uuid by PostgreSQL's strong random numbers: no request and no forked worker has a part in it.
RANDOM_ID = Cast(models.Func(function="gen_random_uuid", output_field=models.UUIDField()), models.CharField())


class Connection(TenantModel):
    """`external_id` is made by the portal, unique over all time, and a database trigger refuses every change of it.

    It is a random uuid; for an account of a rollout the rollout's random base and the account's id, which another
    trigger checks. `role_name` is made by the portal too, so nobody types a role ARN. `probes` is the last
    verification: a list of {probe, outcome, code, detail}. `differences` is how the role differed from the template
    when it was last read: a list of {kind, subject, since}. `template_version` is what that reading said.
    `declared_at` is set while something declared about the account has changed since its latest scan was judged;
    `declarations_end_on` is the next day on which a declaration stops counting.
    """

    name = models.CharField(max_length=80, blank=True)
    account_id = models.CharField(max_length=12, validators=[RegexValidator(r"\A[0-9]{12}\Z")])
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.UNKNOWN)
    partition = models.CharField(max_length=20, default="aws")
    external_id = models.CharField(max_length=60, unique=True, editable=False, db_default=RANDOM_ID)
    rollout = TenantForeignKey("scanners.Rollout", on_delete=models.CASCADE, null=True, related_name="connections")
    role_name = models.CharField(max_length=64, editable=False)
    status = models.CharField(max_length=20, choices=ConnectionStatus.choices, default=ConnectionStatus.DRAFT)
    reason = models.CharField(max_length=60, blank=True)
    probes = models.JSONField(default=list)
    template_version = models.CharField(max_length=40, blank=True)
    differences = models.JSONField(default=list)
    role_read_at = models.DateTimeField(null=True, blank=True)
    regions = models.JSONField(default=list)  # empty: every enabled region
    opt_ins = models.JSONField(default=list)  # ids of the readings switched on: scanners.engine.aws.opt_in
    schedule = models.CharField(max_length=10, choices=Schedule.choices, default=Schedule.OFF)
    next_scan_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    verification_asked_at = models.DateTimeField(null=True, blank=True)
    verification_started_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    degraded_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when owners were last told that it is degraded
    declared_at = models.DateTimeField(null=True, blank=True)
    declarations_end_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account_id", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "account_id"],
                condition=~models.Q(status="revoked"),
                name="one_live_connection_per_account",
            )
        ]

    @property
    def role_arn(self) -> str:
        return f"arn:{self.partition}:iam::{self.account_id}:role/{self.role_name}"

    @property
    def is_active(self) -> bool:
        return self.status == ConnectionStatus.ACTIVE

    def __str__(self) -> str:
        return self.name or self.account_id
