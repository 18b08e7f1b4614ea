"""The look of a pack as a snapshot freezes it: names, hashes and sizes; the bytes stand in storage under their hash."""

from __future__ import annotations

from assessments.models import Diagram, Look, Workload
from assessments.models.look import StoredPicture
from assessments.reports.snapshot import schema
from ftrportal.organizations.models import Organization


def look_of(organization: Organization) -> schema.LookData:
    """Logo and colour of the organization's packs."""
    look = Look.objects.filter(organization=organization).first()
    if look is None:
        return {"accent": "", "logo": None}
    return {"accent": look.accent, "logo": _picture(look)}


def diagram_of(workload: Workload) -> schema.DiagramData | None:
    """The architecture diagram, where the workload has one."""
    diagram = Diagram.objects.filter(workload=workload).select_related("updated_by").first()
    picture = _picture(diagram) if diagram else None
    if diagram is None or picture is None:
        return None
    return {
        "picture": picture,
        "caption": diagram.caption,
        "updated_at": diagram.updated_at.isoformat(),
        "updated_by": str(diagram.updated_by or ""),
    }


def _picture(row: StoredPicture) -> schema.PictureData | None:
    if not row.file:
        return None
    return {
        "name": row.name,
        "sha256": row.sha256,
        "content_type": row.content_type,
        "width": row.width,
        "height": row.height,
        "stored_as": str(row.file.name),
    }
