"""What people declare about an account and its data stores. Checks rely on it where AWS itself cannot tell."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ftrportal.organizations.models import TenantModel


class AccountDeclaration(TenantModel):
    """What one source (the questionnaire of one workload, say) declares about one AWS account.

    `source` is the source's own name for itself and means nothing here; `source_name` is what people call it. `facts`
    maps a name of `Declarations` to {"value", "until", "place", "by", "at"}: `until` is the last day it counts or
    null, `place` where the source asked, `by` and `at` who declared it when. That the row exists means that the source
    speaks of the account: a fact it leaves out was asked there and not answered.
    """

    account_id = models.CharField(max_length=12)
    source = models.CharField(max_length=80)
    source_name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["account_id", "source"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "account_id", "source"], name="one_declaration_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} by {self.source_name}"


class StoreRole(models.TextChoices):
    """What a data store is for, in the words the checks know."""

    PRIMARY = "primary", "Irreplaceable data"
    REPLICA = "replica", "Replica of another data store"
    CACHE = "cache", "Cache"
    LOG = "log", "Logs"
    ARTEFACT = "artefact", "Build artifacts"
    PUBLIC_ASSET = "public_asset", "Public files with another copy"


class StoreDeclaration(TenantModel):
    """How somebody classified one data store. Empty parts were not said; `keep_days` of 0 as well."""

    account_id = models.CharField(max_length=12)
    arn = models.CharField(max_length=600)  # four bytes a character must fit a btree row
    role = models.CharField(max_length=20, choices=StoreRole.choices, blank=True)
    is_sensitive = models.BooleanField(null=True, blank=True)
    keep_days = models.PositiveIntegerField(default=0)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["arn"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "account_id", "arn"], name="one_declaration_per_store")
        ]

    def __str__(self) -> str:
        return self.arn
