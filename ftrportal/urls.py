"""All addresses. Everything under /o/<slug>/ belongs to one organization; TenantMiddleware enters it."""

from django.urls import include, path

from assessments.views.badges import badge_svg
from assessments.views.verification import pack_public_key, pack_verify
from ftrportal import pages
from scanners.views.templates import published_template

urlpatterns = [
    path("healthz", pages.health, name="health"),
    path("role-template/<str:file_name>", published_template, name="role_template"),
    path("badge/<str:token>.svg", badge_svg, name="badge"),
    path("verify/", pack_verify, name="pack_verify"),
    path("verify/public-key.pem", pack_public_key, name="pack_public_key"),
    path("accounts/", include("allauth.urls")),
    path("", include("ftrportal.organizations.urls")),
    path("o/<slug:organization_slug>/", include("assessments.urls")),
    path("o/<slug:organization_slug>/", include("scanners.urls")),
]

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
