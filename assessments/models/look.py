"""What a pack looks like: the organization's logo and colour, and a workload's architecture diagram.

Pictures are stored as the portal encoded them anew, under their own hash, and never overwritten: packs that were frozen
with one keep it.
"""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from assessments.models.workload import Workload
from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel


class StoredPicture(models.Model):
    """`sha256` is of the stored bytes, in hex; sizes are in pixels. An empty `file` means there is none."""

    name = models.CharField(max_length=200, blank=True)  # of the file that was uploaded
    file = models.FileField(max_length=200, blank=True)
    content_type = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Look(StoredPicture, TenantModel):
    """An organization's look; the picture is its logo. `accent` is #rrggbb, dark enough for text, or empty."""

    accent = models.CharField(max_length=7, blank=True, validators=[RegexValidator(r"\A#[0-9a-f]{6}\Z")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_look_per_organization")]

    def __str__(self) -> str:
        return f"look of {self.organization_id}"


class Diagram(StoredPicture, TenantModel):
    """The architecture diagram of a workload."""

    workload = TenantForeignKey(Workload, on_delete=models.CASCADE, related_name="diagrams")
    caption = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "workload"], name="one_diagram_per_workload")]

    def __str__(self) -> str:
        return f"diagram of {self.workload_id}"
