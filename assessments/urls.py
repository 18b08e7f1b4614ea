"""Addresses under /o/<organization>/. TenantMiddleware has entered the organization before a view runs."""

from django.urls import URLPattern, URLResolver, include, path

from assessments.report_urls import urlpatterns as report_urls
from assessments.views import answers, coverage, declarations, evidence, questionnaire, suggestions, workloads

app_name = "assessments"

requirement_urls = [
    path("", questionnaire.requirement_detail, name="requirement_detail"),
    path("save/", answers.answer_save, name="answer_save"),
    path("history/", questionnaire.answer_history, name="answer_history"),
    path("accept/", suggestions.suggestion_accept, name="suggestion_accept"),
    path("evidence/", evidence.evidence_upload, name="evidence_upload"),
    path("evidence/attach/", evidence.evidence_attach, name="evidence_attach"),
    path("evidence/<uuid:link_id>/remove/", evidence.evidence_remove, name="evidence_remove"),
]
workload_urls: list[URLPattern | URLResolver] = [
    path("", workloads.workload_detail, name="workload_detail"),
    path("edit/", workloads.workload_edit, name="workload_edit"),
    path("questions/", questionnaire.questionnaire, name="questionnaire"),
    path("sections/<slug:section_key>/", questionnaire.section_detail, name="section_detail"),
    path("sections/<slug:section_key>/overrule/", questionnaire.section_overrule, name="section_overrule"),
    path("sections/<slug:section_key>/restore/", questionnaire.section_restore, name="section_restore"),
    path("q/<str:requirement_key>/", include(requirement_urls)),
    path("evidence/<uuid:evidence_id>/", evidence.evidence_download, name="evidence_download"),
]
urlpatterns = [
    path("workloads/", workloads.workload_list, name="workload_list"),
    path("workloads/new/", workloads.workload_create, name="workload_create"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("declared/", declarations.declaration_place, name="declaration_place"),
    path("w/<uuid:workload_id>/", include(workload_urls)),
    *report_urls,
]
