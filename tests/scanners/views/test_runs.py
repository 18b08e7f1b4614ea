"""The pages of a scan: starting, watching, cancelling, its result."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import ScanRun

HTMX = {"HX-Request": "true"}


@pytest.fixture
def cai(world):
    return world.client(world.cai)


@pytest.fixture
def connection(world, scans):
    return scans.connection(world.acme)


@pytest.fixture
def running(connection, scans):
    progress = {"iam.summary/": "done", "iam.users/": "running", "cloudtrail.trails/eu-west-1": "unreadable"}
    return scans.run(
        connection, status="running", started_at=timezone.now(), steps_done=2, steps_total=8, progress=progress
    )


def text_of(response):
    return unescape(response.content.decode())


def test_starting_leads_to_the_scan(cai, world, url, connection):
    response = cai.post(url("run_start", connection.pk))

    with organization_context(world.acme.pk):
        run = ScanRun.objects.get()
    assert response["Location"] == url("run_detail", run.pk)
    assert run.requested_by == world.cai.user


def test_a_second_click_leads_to_the_scan_under_way(cai, url, connection, running):
    response = cai.post(url("run_start", connection.pk), follow=True)

    assert response.redirect_chain[-1][0] == url("run_detail", running.pk)
    assert "already running" in text_of(response)


def test_a_connection_that_is_not_verified_cannot_be_scanned(cai, world, scans, url):
    draft = scans.connection(world.acme, status="draft")

    response = cai.post(url("run_start", draft.pk), follow=True)

    assert "not verified" in text_of(response)
    with organization_context(world.acme.pk):
        assert not ScanRun.objects.exists()


def test_the_running_page_shows_services_and_asks_again(cai, url, running):
    page = text_of(cai.get(url("run_detail", running.pk)))

    assert "Partly" in page
    assert url("run_progress", running.pk) in page
    assert "Cancel scan" in page


def test_a_reviewer_watches_without_buttons(world, url, running):
    page = text_of(world.client(world.ben).get(url("run_detail", running.pk)))

    assert "Cancel scan" not in page


def test_the_progress_part_stops_asking_when_the_scan_is_over(cai, url, running):
    part = cai.get(url("run_progress", running.pk), headers=HTMX)
    with organization_context(running.organization_id):
        ScanRun.objects.filter(pk=running.pk).update(status="finished", finished_at=timezone.now())

    over = cai.get(url("run_progress", running.pk), headers=HTMX)

    assert "hx-trigger" in part.content.decode()
    assert part["Vary"].startswith("HX-Request") or "HX-Request" in part["Vary"]
    assert (over["HX-Refresh"], over.content) == ("true", b"")
    assert "hx-trigger" not in cai.get(url("run_detail", running.pk)).content.decode()


def test_cancelling_asks_the_worker(cai, url, running, fresh):
    cai.post(url("run_cancel", running.pk))

    assert fresh(running).cancel_requested_at is not None
    assert "Stopping" in text_of(cai.get(url("run_detail", running.pk)))


def test_a_failed_scan_says_why_and_what_to_do(cai, connection, scans, url):
    run = scans.run(connection, status="failed", reason="connection.role_not_assumable", role_arn=connection.role_arn)

    page = text_of(cai.get(url("run_detail", run.pk)))

    assert "The role cannot be assumed yet" in page
    assert connection.role_arn in page


@pytest.mark.parametrize("reason", ["scan.internal_error", "job.worker_died", "something.new"])
def test_every_failure_has_words(cai, connection, scans, url, reason):
    run = scans.run(connection, status="failed", reason=reason, reason_detail="<i>abc</i>")

    response = cai.get(url("run_detail", run.pk))

    assert 'class="alert tone-bad"' in response.content.decode()
    assert "<i>abc" not in response.content.decode()


def test_the_result_counts_by_outcome_and_severity(cai, connection, scans, url):
    run = scans.finished(connection)
    for number, outcome in enumerate(["fail", "fail", "pass", "unknown"]):
        scans.finding(run, f"r{number}", outcome=outcome)

    page = text_of(cai.get(url("run_detail", run.pk)))

    assert f"{url('finding_list', run.pk)}?outcome=fail" in page
    assert page.count("<strong>2</strong>") == 1


def test_what_could_not_be_read_is_named(cai, connection, scans, url):
    gap = {"fact": "IamFacts", "region": "", "action": "iam:ListUsers", "reason": "denied", "detail": "<u>no</u>"}
    run = scans.finished(connection, unreadable=[gap], calls={"iam:ListUsers": 3}, regions=["eu-west-1"])

    response = cai.get(url("run_detail", run.pk))

    page = text_of(response)
    assert "iam:ListUsers" in page
    assert "denied by the role's policies" in page.lower()
    assert "<u>" not in response.content.decode()


def test_what_was_read_is_downloaded_as_a_file(cai, connection, scans, url):
    name = default_storage.save("scans/x.json.gz", ContentFile(b"content"))
    run = scans.finished(connection, facts_file=name)

    response = cai.get(url("run_facts", run.pk))

    assert b"".join(response.streaming_content) == b"content"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_list_costs_the_same_for_many(cai, world, connection, scans, url, django_assert_max_num_queries):
    for _ in range(25):
        scans.finished(connection, requested_by=world.cai.user)
    cai.get(url("run_list"))

    with django_assert_max_num_queries(15):
        page = text_of(cai.get(url("run_list")))

    assert page.count(">Finished<") == 25
