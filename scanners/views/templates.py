"""The role's template: as a download for people, and at an address of its own for the simulated CloudFormation."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ftrportal.organizations.http import MemberRequest
from scanners import access, installation


@require_GET
def connection_template(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Download the current template; it is the same for every connection."""
    access.get_connection(request.membership, connection_id)
    template = installation.template()
    return HttpResponse(
        template.text,
        content_type="application/yaml",
        headers={
            "Content-Disposition": f'attachment; filename="{template.file_name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_not_required
@require_GET
def published_template(request: HttpRequest, file_name: str) -> HttpResponse:
    """The template for whoever knows its name, like the public object in S3: it holds nothing of any customer."""
    template = installation.template()
    if file_name != template.file_name:
        raise Http404
    return HttpResponse(
        template.text,
        content_type="application/yaml",
        headers={"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"},
    )
