"""Pages of one organization's connections, scans and findings."""

from django.urls import path

from scanners.views import connections, exceptions, findings, rollouts, runs, stores, templates

app_name = "scanners"
urlpatterns = [
    path("connections/", connections.connection_list, name="connection_list"),
    path("connections/new/", connections.connection_create, name="connection_create"),
    path("connections/<uuid:connection_id>/", connections.connection_detail, name="connection_detail"),
    path("connections/<uuid:connection_id>/status/", connections.connection_status, name="connection_status"),
    path("connections/<uuid:connection_id>/verify/", connections.connection_verify, name="connection_verify"),
    path("connections/<uuid:connection_id>/change/", connections.connection_change, name="connection_change"),
    path("connections/<uuid:connection_id>/revoke/", connections.connection_revoke, name="connection_revoke"),
    path(
        "connections/<uuid:connection_id>/template/<slug:form>/",
        templates.connection_template,
        name="connection_template",
    ),
    path("connections/<uuid:connection_id>/organization/", rollouts.rollout_start, name="rollout_start"),
    path("rollouts/<uuid:rollout_id>/", rollouts.rollout_detail, name="rollout_detail"),
    path("rollouts/<uuid:rollout_id>/accounts/", rollouts.rollout_accounts, name="rollout_accounts"),
    path("rollouts/<uuid:rollout_id>/choose/", rollouts.rollout_choose, name="rollout_choose"),
    path("rollouts/<uuid:rollout_id>/change/", rollouts.rollout_change, name="rollout_change"),
    path("rollouts/<uuid:rollout_id>/again/", rollouts.rollout_again, name="rollout_again"),
    path("rollouts/<uuid:rollout_id>/describe/", rollouts.rollout_describe, name="rollout_describe"),
    path("rollouts/<uuid:rollout_id>/scan/", rollouts.rollout_scan, name="rollout_scan"),
    path("rollouts/<uuid:rollout_id>/end/", rollouts.rollout_end, name="rollout_end"),
    path("rollouts/<uuid:rollout_id>/template/<slug:form>/", rollouts.rollout_template, name="rollout_template"),
    path("connections/<uuid:connection_id>/scan/", runs.run_start, name="run_start"),
    path("connections/<uuid:connection_id>/stores/", stores.store_list, name="store_list"),
    path("connections/<uuid:connection_id>/stores/classify/", stores.store_classify, name="store_classify"),
    path("connections/<uuid:connection_id>/stores/list.csv", stores.store_export, name="store_export"),
    path("connections/<uuid:connection_id>/stores/import/", stores.store_import, name="store_import"),
    path("connections/<uuid:connection_id>/judging/", stores.judging_status, name="judging_status"),
    path("scans/", runs.run_list, name="run_list"),
    path("scans/<uuid:run_id>/", runs.run_detail, name="run_detail"),
    path("scans/<uuid:run_id>/progress/", runs.run_progress, name="run_progress"),
    path("scans/<uuid:run_id>/cancel/", runs.run_cancel, name="run_cancel"),
    path("scans/<uuid:run_id>/facts/", runs.run_facts, name="run_facts"),
    path("scans/<uuid:run_id>/rejudge/", runs.run_rejudge, name="run_rejudge"),
    path("scans/<uuid:run_id>/findings/", findings.finding_list, name="finding_list"),
    path("findings/<uuid:finding_id>/facts/", findings.finding_facts, name="finding_facts"),
    path("findings/<uuid:finding_id>/accept/", exceptions.exception_create, name="exception_create"),
    path("exceptions/", exceptions.exception_list, name="exception_list"),
    path("exceptions/<uuid:exception_id>/withdraw/", exceptions.exception_withdraw, name="exception_withdraw"),
    path("findings/<uuid:finding_id>/", findings.finding_detail, name="finding_detail"),
]
