"""A picture of an assessment's progress for pages that have no session, such as an internal wiki."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from assessments.models.assessment import Assessment
from ftrportal.common.database.rls import TenantForeignKey
from ftrportal.organizations.models import TenantModel


class Badge(TenantModel):
    """There is one while it is switched on; switching it off deletes the row, and the address is gone for good.

    The token is stored as it is, so that an owner can look the address up: all it opens is a percentage and `label`.
    """

    assessment = TenantForeignKey(Assessment, on_delete=models.CASCADE, related_name="badges")
    token = models.CharField(max_length=64, editable=False)
    label = models.CharField(max_length=40)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    issued_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "assessment"], name="one_badge_per_assessment")]
        indexes = [models.Index(fields=["token"], name="badge_token")]

    def __str__(self) -> str:
        return f"badge of {self.assessment_id}"
