"""The role in every form: as downloads for people, and at an address of its own for the simulated CloudFormation."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from ftrportal.organizations.http import MemberRequest
from scanners import access
from scanners.onboarding import installation
from scanners.onboarding.connection import Download, connection_downloads


@require_GET
def connection_template(request: MemberRequest, connection_id: UUID, form: str) -> HttpResponse:
    """Download one form of a connection's role; the CloudFormation template is the same for every connection."""
    connection = access.get_connection(request.membership, connection_id)
    download = connection_downloads(connection).get(form)
    if download is None:
        raise Http404
    return as_file(download)


@login_not_required
@require_GET
def published_template(request: HttpRequest, file_name: str) -> HttpResponse:
    """A template for whoever knows its name, like the public object in S3: it holds nothing of any customer."""
    template = installation.templates().get(file_name)
    if template is None:
        raise Http404
    return HttpResponse(
        template.text,
        content_type="application/yaml",
        headers={"Cache-Control": "public, max-age=300", "X-Content-Type-Options": "nosniff"},
    )


def as_file(download: Download) -> HttpResponse:
    """One form of the role as an attachment."""
    return HttpResponse(
        download.text,
        content_type=download.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.file_name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
