"""Who belongs to an organization, and as what."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ftrportal.organizations.models.tenant import TenantModel


class Role(models.TextChoices):
    OWNER = "owner", "Owner"
    ADMIN = "admin", "Admin"
    CONTRIBUTOR = "contributor", "Contributor"
    REVIEWER = "reviewer", "Reviewer"

    def covers(self, needed: Role) -> bool:
        """Each role may do everything the smaller ones may."""
        order = [Role.REVIEWER, Role.CONTRIBUTOR, Role.ADMIN, Role.OWNER]
        return order.index(self) >= order.index(needed)


class Membership(TenantModel):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organization", "user"], name="one_membership_per_user")]

    def may(self, needed: Role) -> bool:
        """Whether this membership's role is at least the needed one."""
        return Role(self.role).covers(needed)

    # For templates, which cannot pass an argument.
    @property
    def may_edit(self) -> bool:
        return self.may(Role.CONTRIBUTOR)

    @property
    def may_administer(self) -> bool:
        return self.may(Role.ADMIN)

    @property
    def may_own(self) -> bool:
        return self.may(Role.OWNER)

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
