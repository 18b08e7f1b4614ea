"""Organizations. Pages of one organization carry its slug, which TenantMiddleware enters and takes from the view."""

from django.urls import path

from ftrportal.organizations.views import invitations, members, organizations

app_name = "organizations"
OWN = "o/<slug:organization_slug>/"
urlpatterns = [
    path("", organizations.home, name="home"),
    path("organizations/", organizations.chooser, name="chooser"),
    path("organizations/new/", organizations.create, name="create"),
    path("invitations/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path(OWN + "settings/", organizations.organization_settings, name="settings"),
    path(OWN + "settings/company/", organizations.company, name="company"),
    path(OWN + "audit/", organizations.audit_trail, name="audit_trail"),
    path(OWN + "members/", members.member_list, name="member_list"),
    path(OWN + "members/<uuid:member_id>/role/", members.member_role, name="member_role"),
    path(OWN + "members/<uuid:member_id>/remove/", members.member_remove, name="member_remove"),
    path(OWN + "invitations/new/", invitations.invitation_create, name="invitation_create"),
    path(OWN + "invitations/<uuid:invitation_id>/resend/", invitations.invitation_resend, name="invitation_resend"),
    path(OWN + "invitations/<uuid:invitation_id>/revoke/", invitations.invitation_revoke, name="invitation_revoke"),
]
