"""Settings of what packs look like, and the pictures they hold."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments import access
from assessments.forms.looks import DiagramForm, LookForm
from assessments.models.look import StoredPicture
from assessments.reports.render.design.colours import theme_of
from assessments.services import looks
from ftrportal.common.files import Refused
from ftrportal.organizations.access import require
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role


@require_http_methods(["GET", "POST"])
def look_edit(request: MemberRequest) -> HttpResponse:
    """Logo and colour of the organization's packs."""
    require(request.membership, Role.ADMIN)
    organization = request.membership.organization
    look = access.find_look(request.membership)
    accent = look.accent if look else ""
    form = LookForm(request.POST, request.FILES) if request.method == "POST" else LookForm(initial={"accent": accent})
    if request.method == "POST" and form.is_valid():
        try:
            looks.save_look(organization=organization, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("logo", refusal.message)
        else:
            messages.success(request, "Pack branding saved. New packs use it.")
            return redirect("assessments:look_edit", organization.slug)
    context = {"form": form, "look": look, "theme": theme_of(accent)}
    return render(request, "assessments/look_form.html", context, status=422 if form.errors else 200)


@require_POST
def look_logo_remove(request: MemberRequest) -> HttpResponse:
    look = access.get_look(request.membership, need=Role.ADMIN)
    looks.remove_logo(look=look, actor=request.user)
    messages.success(request, "Logo removed. Existing packs keep it.")
    return redirect("assessments:look_edit", request.membership.organization.slug)


@require_GET
def look_logo(request: MemberRequest) -> HttpResponseBase:
    return _picture(access.get_look(request.membership))


@require_http_methods(["GET", "POST"])
def diagram_edit(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    """The architecture diagram that packs of a workload show."""
    workload = access.get_workload(request.membership, workload_id, need=Role.CONTRIBUTOR)
    diagram = access.find_diagram(workload)
    has_picture = bool(diagram and diagram.file)
    caption = diagram.caption if diagram else ""
    if request.method == "POST":
        form = DiagramForm(request.POST, request.FILES, has_picture=has_picture)
    else:
        form = DiagramForm(initial={"caption": caption}, has_picture=has_picture)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            looks.save_diagram(workload=workload, actor=request.user, caption=given["caption"], upload=given["picture"])
        except Refused as refusal:
            form.add_error("picture", refusal.message)
        else:
            messages.success(request, "Diagram saved. New packs show it.")
            return redirect("assessments:diagram_edit", request.membership.organization.slug, workload.pk)
    context = {"form": form, "workload": workload, "diagram": diagram}
    return render(request, "assessments/diagram_form.html", context, status=422 if form.errors else 200)


@require_POST
def diagram_remove(request: MemberRequest, workload_id: UUID) -> HttpResponse:
    diagram = access.get_diagram(request.membership, workload_id, need=Role.CONTRIBUTOR)
    looks.remove_diagram(diagram=diagram, actor=request.user)
    messages.success(request, "Diagram removed. Existing packs keep it.")
    return redirect("assessments:diagram_edit", request.membership.organization.slug, workload_id)


@require_GET
def diagram_picture(request: MemberRequest, workload_id: UUID) -> HttpResponseBase:
    return _picture(access.get_diagram(request.membership, workload_id))


def _picture(row: StoredPicture) -> HttpResponseBase:
    """The picture as we encoded it. It is opened inside the tenant's transaction and streamed after it has ended."""
    if not row.file:
        raise Http404
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type=row.content_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response
