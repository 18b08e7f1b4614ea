"""Addresses of packs."""

from django.urls import path

from assessments.views import reports

urlpatterns = [
    path("w/<uuid:workload_id>/packs/", reports.report_list, name="report_list"),
    path("w/<uuid:workload_id>/packs/new", reports.report_create, name="report_create"),
    path("packs/<uuid:report_id>/status", reports.report_status, name="report_status"),
    path("packs/<uuid:report_id>/cancel", reports.report_cancel, name="report_cancel"),
    path("packs/<uuid:report_id>/download", reports.report_download, name="report_download"),
]
