"""Reading the audit trail."""

from __future__ import annotations

from ftrportal.audit.models import AuditEntry
from ftrportal.organizations.models import Organization, TenantQuerySet


def audit_entries(organization: Organization) -> TenantQuerySet:
    """Newest first, with who did it."""
    return AuditEntry.objects.for_organization(organization).select_related("actor")
