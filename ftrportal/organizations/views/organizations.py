"""The start page, choosing and creating an organization, its settings and its audit trail."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ftrportal.organizations import access
from ftrportal.organizations.forms.company import CompanyForm
from ftrportal.organizations.forms.organizations import OrganizationForm
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Organization, Role
from ftrportal.organizations.selectors.audit import audit_entries
from ftrportal.organizations.selectors.members import memberships_of
from ftrportal.organizations.services.organizations import create_organization, declare_company, rename_organization
from ftrportal.organizations.views.invitations import waiting_invitation

START_PAGE = "assessments:workload_list"
ENTRIES_PER_PAGE = 50


@require_GET
def home(request: MemberRequest) -> HttpResponse:
    """Where a person lands after signing in."""
    token = waiting_invitation(request)
    if token:
        return redirect("organizations:invitation_accept", token=token)
    memberships = memberships_of(request.user)
    if not memberships:
        return redirect("organizations:create")
    if len(memberships) == 1:
        return redirect(START_PAGE, organization_slug=memberships[0].organization.slug)
    return redirect("organizations:chooser")


@require_GET
def chooser(request: MemberRequest) -> HttpResponse:
    return render(request, "organizations/chooser.html", {"memberships": memberships_of(request.user)})


@require_http_methods(["GET", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organization = create_organization(actor=request.user, **form.cleaned_data)
        messages.success(request, f"{organization.name} created.")
        return redirect(START_PAGE, organization_slug=organization.slug)
    first = not memberships_of(request.user)
    return render(request, "organizations/create.html", {"form": form, "first": first}, status=_status(form))


@require_http_methods(["GET", "POST"])
def organization_settings(request: MemberRequest) -> HttpResponse:
    access.require(request.membership, Role.ADMIN)
    organization = request.membership.organization
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial={"name": organization.name})
    if request.method == "POST" and form.is_valid():
        rename_organization(organization=organization, actor=request.user, **form.cleaned_data)
        messages.success(request, "Name changed.")
        return redirect("organizations:settings", organization_slug=organization.slug)
    context = {"form": form, "company": _company_form(organization)}
    return render(request, "organizations/settings.html", context, status=_status(form))


@require_POST
def company(request: MemberRequest) -> HttpResponse:
    """What the organization declares about its company."""
    access.require(request.membership, Role.ADMIN)
    organization = request.membership.organization
    form = CompanyForm(request.POST)
    if not form.is_valid():
        context = {"form": OrganizationForm(initial={"name": organization.name}), "company": form}
        return render(request, "organizations/settings.html", context, status=422)
    declare_company(organization=organization, actor=request.user, **form.cleaned_data)
    messages.success(request, "Saved. The next scan of each account uses these details.")
    return redirect("organizations:settings", organization_slug=organization.slug)


@require_GET
def audit_trail(request: MemberRequest) -> HttpResponse:
    access.require(request.membership, Role.ADMIN)
    pages = Paginator(audit_entries(request.membership.organization), ENTRIES_PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(request, "organizations/audit_trail.html", {"page": page})


def _company_form(organization: Organization) -> CompanyForm:
    return CompanyForm(
        initial={
            "company_name": organization.company_name,
            "company_domains": "\n".join(organization.company_domains),
            "is_contact_phone_attested": organization.is_contact_phone_attested,
            "time_zone": organization.time_zone,
        }
    )


def _status(form: OrganizationForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
