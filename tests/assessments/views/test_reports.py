"""The pages of packs: who may look, ask, stop and download."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from assessments.catalog.load import current_edition
from assessments.models import Assessment, Report, Snapshot, Workload
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context

BODY = b"%PDF-1.7 a pack"
PAGES = ["report_status", "report_download"]
ACTS = ["report_create", "report_cancel"]


@pytest.fixture
def assessment(world):
    with organization_context(world.acme.pk):
        workload = Workload.objects.create(organization=world.acme, name="Insights <b>bold</b>")
        return Assessment.objects.create(organization=world.acme, workload=workload, edition=current_edition().id)


@pytest.fixture
def make_report(world, assessment):
    """A report of Acme in any state, as the services leave it."""

    def make(**columns):
        with organization_context(world.acme.pk):
            return Report.objects.create(
                organization=world.acme, assessment=assessment, requested_by=world.cai.user, **columns
            )

    return make


@pytest.fixture
def finished(world, assessment, make_report):
    report = make_report(status="finished", size=len(BODY), sha256=hashlib.sha256(BODY).hexdigest(), pages=3)
    with organization_context(world.acme.pk):
        report.snapshot = Snapshot.objects.create(
            organization=world.acme, assessment=assessment, edition="x", data={}, sha256="0" * 64
        )
        report.file.save("t/x/packs/1", ContentFile(BODY), save=False)
        report.save(update_fields=["snapshot", "file"])
    return report


@pytest.fixture
def url(world, assessment, finished):
    """The address of a page, of Acme's workload or of its finished report."""

    def address(name, report=finished, organization=None):
        of_workload = name in ("report_list", "report_create")
        identity = assessment.workload_id if of_workload else report.pk
        return reverse(f"assessments:{name}", args=[(organization or world.acme).slug, identity])

    return address


def stored(world, report):
    with organization_context(world.acme.pk):
        return Report.objects.get(pk=report.pk)


def test_the_list_shows_packs_with_their_hash_and_escapes_names(world, url, finished):
    page = world.client(world.ben).get(url("report_list"))

    assert page.status_code == 200
    text = page.content.decode()
    assert finished.sha256 in text
    assert "Insights &lt;b&gt;bold&lt;/b&gt;" in text


def test_the_list_of_a_workload_without_packs_says_so(world, url, finished):
    with organization_context(world.acme.pk):
        finished.delete()

    page = world.client(world.ben).get(url("report_list"))

    assert "No packs yet" in page.content.decode()


def test_the_list_asks_the_same_queries_for_many_packs(world, url, make_report, django_assert_max_num_queries):
    for _ in range(20):
        make_report(status="failed", reason="report.too_large")
    browser = world.client(world.ben)

    with django_assert_max_num_queries(15):
        browser.get(url("report_list"))


def test_a_contributor_asks_for_a_pack_and_sees_it_in_the_list(world, url, assessment):
    page = world.client(world.cai).post(url("report_create"), follow=True)

    assert page.redirect_chain == [(url("report_list"), 302)]
    with organization_context(world.acme.pk):
        assert Report.objects.filter(assessment=assessment, status="queued", requested_by=world.cai.user).count() == 1


def test_the_kind_of_pack_is_chosen(world, url, assessment):
    world.client(world.cai).post(url("report_create"), {"kind": "pack_zip"})

    with organization_context(world.acme.pk):
        assert Report.objects.filter(assessment=assessment, kind="pack_zip", status="queued").count() == 1


def test_an_unknown_kind_of_pack_is_refused(world, url):
    assert world.client(world.cai).post(url("report_create"), {"kind": "passwords"}).status_code == 400


def test_the_row_asks_again_only_while_the_pack_is_being_made(world, url, finished, make_report):
    running = make_report(status="running")
    browser = world.client(world.ben)

    assert "every 2s" in browser.get(url("report_status", running)).content.decode()
    assert "every 2s" not in browser.get(url("report_status", finished)).content.decode()


def test_a_running_pack_says_what_is_done_and_how_far_it_is(world, url, make_report):
    running = make_report(status="running", stage="typesetting", percent=40)

    row = world.client(world.ben).get(url("report_status", running)).content.decode()

    assert "Typesetting" in row
    assert '<progress value="40" max="100"' in row
    assert "40%" in row


def test_a_pack_that_failed_once_says_that_it_begins_again(world, url, make_report):
    queued = make_report(status="queued", attempt=1)

    row = world.client(world.ben).get(url("report_status", queued)).content.decode()

    assert "A retry is queued" in row


@pytest.mark.parametrize(
    ("kind", "name", "content_type"),
    [
        ("plan_xlsx", "remediation-plan-insights", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("plan_csv", "remediation-plan-insights", "text/csv"),
        ("plan_tasks", "remediation-tasks-insights", "text/markdown"),
        ("plan_jira", "remediation-jira-insights", "text/csv"),
    ],
)
def test_plans_are_downloaded_under_names_of_their_own(world, url, finished, kind, name, content_type):
    with organization_context(world.acme.pk):
        Report.objects.filter(pk=finished.pk).update(kind=kind)

    answer = world.client(world.ben).get(url("report_download"))

    assert f'filename="{name}' in answer["Content-Disposition"]
    assert answer["Content-Type"].startswith(content_type)


def test_a_failed_pack_says_why_and_what_to_do(world, url, make_report):
    failed = make_report(status="failed", reason="report.too_large")

    row = world.client(world.ben).get(url("report_status", failed)).content.decode()

    assert "more time or memory" in row
    assert "Shorten very long responses" in row


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_contributor_cancels_a_queued_pack(world, url, make_report, headers):
    queued = make_report()

    answer = world.client(world.cai).post(url("report_cancel", queued), headers=headers)

    assert answer.status_code == (200 if headers else 302)
    assert stored(world, queued).status == "cancelled"


def test_cancelling_a_finished_pack_changes_nothing(world, url, finished):
    world.client(world.cai).post(url("report_cancel"))

    assert stored(world, finished).status == "finished"


def test_a_reviewer_downloads_the_file_and_it_is_noted(world, url, finished):
    answer = world.client(world.ben).get(url("report_download"))

    assert b"".join(answer.streaming_content) == BODY
    assert answer["Content-Disposition"].startswith('attachment; filename="evidence-pack-insights-bbold')
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.filter(action="report.downloaded", object_id=str(finished.pk)).count() == 1


@pytest.mark.parametrize("status", ["queued", "running", "failed", "cancelled"])
def test_only_a_finished_pack_can_be_downloaded(world, url, make_report, status):
    assert world.client(world.ada).get(url("report_download", make_report(status=status))).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_a_reviewer_may_not_ask_or_cancel(world, url, make_report, name):
    queued = make_report()

    assert world.client(world.ben).post(url(name, queued)).status_code == 403
    assert stored(world, queued).status == "queued"


@pytest.mark.parametrize("name", ["report_list", *PAGES, *ACTS])
def test_another_organization_finds_nothing(world, url, name):
    cleo = world.client(world.cleo)
    send = cleo.post if name in ACTS else cleo.get

    assert send(url(name)).status_code == 404
    assert send(url(name, organization=world.other)).status_code == 404


@pytest.mark.parametrize("name", ["report_list", *PAGES, *ACTS])
def test_a_stranger_is_sent_to_the_log_in_page(client, url, name):
    answer = client.post(url(name)) if name in ACTS else client.get(url(name))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["report_list", *PAGES, *ACTS])
def test_the_wrong_method_is_refused(world, url, name):
    ada = world.client(world.ada)
    answer = ada.get(url(name)) if name in ACTS else ada.post(url(name))

    assert answer.status_code == 405


def test_packs_of_an_archived_workload_are_gone(world, url, assessment):
    with organization_context(world.acme.pk):
        Workload.objects.filter(pk=assessment.workload_id).update(archived_at="2026-01-01T00:00Z")

    assert world.client(world.ada).get(url("report_download")).status_code == 404
