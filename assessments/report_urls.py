"""Addresses of packs and of what they look like."""

from django.urls import path

from assessments.views import badges, looks, reports

urlpatterns = [
    path("w/<uuid:workload_id>/badge/", badges.badge_edit, name="badge_edit"),
    path("w/<uuid:workload_id>/badge/issue", badges.badge_issue, name="badge_issue"),
    path("w/<uuid:workload_id>/badge/off", badges.badge_switch_off, name="badge_switch_off"),
    path("w/<uuid:workload_id>/packs/", reports.report_list, name="report_list"),
    path("w/<uuid:workload_id>/packs/new", reports.report_create, name="report_create"),
    path("look/", looks.look_edit, name="look_edit"),
    path("look/logo", looks.look_logo, name="look_logo"),
    path("look/logo/remove", looks.look_logo_remove, name="look_logo_remove"),
    path("w/<uuid:workload_id>/diagram/", looks.diagram_edit, name="diagram_edit"),
    path("w/<uuid:workload_id>/diagram/picture", looks.diagram_picture, name="diagram_picture"),
    path("w/<uuid:workload_id>/diagram/remove", looks.diagram_remove, name="diagram_remove"),
    path("packs/<uuid:report_id>/status", reports.report_status, name="report_status"),
    path("packs/<uuid:report_id>/cancel", reports.report_cancel, name="report_cancel"),
    path("packs/<uuid:report_id>/download", reports.report_download, name="report_download"),
]
