"""Lists and pages of findings."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.storage import InMemoryStorage

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ben(world):
    return world.client(world.ben)


@pytest.fixture
def run(world, scans):
    return scans.finished(scans.connection(world.acme))


def text_of(response):
    return unescape(response.content.decode())


def test_the_worst_comes_first(ben, scans, url, run):
    for outcome, severity in [("pass", "critical"), ("fail", "low"), ("unknown", "high"), ("fail", "critical")]:
        scans.finding(run, f"{outcome}-{severity}", outcome=outcome, severity=severity)

    page = text_of(ben.get(url("finding_list", run.pk)))

    order = sorted(["pass-critical", "fail-low", "unknown-high", "fail-critical"], key=page.index)
    assert order == ["fail-critical", "fail-low", "unknown-high", "pass-critical"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("outcome=fail", {"one", "two"}),
        ("severity=low", {"two"}),
        ("check=password_policy_strong", {"three"}),
        ("region=eu-west-1", {"one"}),
        ("text=TWO", {"two"}),
        ("outcome=fail&region=eu-west-1", {"one"}),
        ("outcome=nonsense", {"one", "two", "three"}),
        ("text=%00", {"one", "two", "three"}),
        ("text=%25", set()),
        ("page=99", {"one", "two", "three"}),
        ("page=x", {"one", "two", "three"}),
    ],
)
def test_filters(ben, scans, url, run, query, found):
    scans.finding(run, "bucket-one", region="eu-west-1")
    scans.finding(run, "bucket-two", severity="low")
    scans.finding(run, "bucket-three", check_id="password_policy_strong", outcome="pass")

    page = text_of(ben.get(f"{url('finding_list', run.pk)}?{query}"))

    assert {name for name in ("one", "two", "three") if f"bucket-{name}" in page} == found


def test_htmx_gets_the_table_alone(ben, scans, url, run):
    scans.finding(run)

    part = text_of(ben.get(url("finding_list", run.pk), headers=HTMX))

    assert "<html" not in part
    assert f'id="finding-table-{run.pk}"' in part


def test_findings_of_another_scan_are_not_shown(ben, world, scans, url, run):
    other = scans.finished(scans.connection(world.acme, "444455556666"))
    scans.finding(other, "elsewhere")

    assert "elsewhere" not in text_of(ben.get(url("finding_list", run.pk)))


def test_a_finding_shows_proof_and_fix_as_text(ben, scans, url, run):
    hostile = "<script>alert(1)</script>"
    finding = scans.finding(
        run, f"arn:{hostile}", message=f"{hostile} {{{{ organization }}}}", evidence={"policy": [hostile]}
    )

    response = ben.get(url("finding_detail", finding.pk))

    html = response.content.decode()
    assert hostile not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
    assert "{{ organization }}" in html
    assert "Remediation" in html


def test_a_finding_of_a_check_that_no_longer_exists_is_shown(ben, scans, url, run):
    finding = scans.finding(run, check_id="removed_check")

    assert "removed_check" in text_of(ben.get(url("finding_detail", finding.pk)))


def test_the_list_costs_the_same_for_many(ben, scans, url, run, django_assert_max_num_queries):
    for number in range(60):
        scans.finding(run, f"r{number}")
    ben.get(url("finding_list", run.pk))

    with django_assert_max_num_queries(17):
        page = text_of(ben.get(url("finding_list", run.pk)))

    assert "Page 1 of 2" in page


@pytest.mark.parametrize(("trouble", "status"), [(FileNotFoundError("gone"), 410), (OSError("away"), 503)])
def test_facts_that_are_gone_are_told_from_those_that_cannot_be_fetched_now(
    world, scans, url, monkeypatch, trouble, status
):
    run = scans.finished(scans.connection(world.acme), facts_file="scans/one.json.gz", facts_sha256="0" * 64)
    finding = scans.finding(run)

    def fails(*_):
        raise trouble

    monkeypatch.setattr(InMemoryStorage, "_open", fails)

    answer = world.client(world.cai).get(url("finding_facts", finding.pk))

    assert answer.status_code == status
    assert answer.json()["error"]
