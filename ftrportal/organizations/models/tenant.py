"""What every tenant table has: an id nobody can guess, and its organization."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from ftrportal.organizations.models.organization import Organization


class TenantQuerySet(models.QuerySet):  # type: ignore[type-arg]
    def for_organization(self, organization: Organization) -> Self:
        """The first isolation of tenants; row-level security is the second."""
        return self.filter(organization=organization)


class TenantModel(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+", editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True
