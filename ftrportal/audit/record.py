"""Writing the audit trail: called by services, inside the transaction of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from ftrportal.audit.models import AuditEntry

if TYPE_CHECKING:
    from ftrportal.organizations.models import Organization, User


def record(
    action: str, *, organization: Organization, actor: User | None, target: models.Model, **data: object
) -> AuditEntry:
    """Note that `actor` (None: the portal itself) did `action` ("answer.saved") to `target`."""
    return AuditEntry.objects.create(
        organization=organization,
        actor=actor,
        action=action,
        object_type=target._meta.model_name or "",
        object_id=str(target.pk),
        data=data,
    )
