"""What changed since the last scan, and what must not be said to have changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.models import ScanRun
from scanners.selectors.scans.changes import changes_of
from scanners.selectors.scans.coverage import service_coverage


@pytest.fixture
def compare(world, scans):
    """Two scans of one account with these findings: {(check, region, resource): outcome} each; what changed."""

    def finish(before, now, regions=("us-east-1",)):
        connection = scans.connection(world.acme)
        ended = timezone.now() - timedelta(hours=1)
        old = scans.finished(connection, finished_at=ended, regions=["us-east-1", "eu-west-1"])
        new = scans.finished(connection, regions=list(regions))
        for run, rows in ((old, before), (new, now)):
            for (check, region, resource), outcome in rows.items():
                scans.finding(run, resource, check_id=check, region=region, outcome=outcome)
        with organization_context(world.acme.pk):
            return changes_of(ScanRun.objects.select_related("organization").get(pk=new.pk))

    return finish


A = ("root_mfa_enabled", "", "a")
REGIONAL = ("root_mfa_enabled", "eu-west-1", "a")


def kinds(changes):
    return {key: len(rows) for key, _, rows in changes.by_kind if rows}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("pass", "fail", {"new_failing": 1}),
        (None, "fail", {"new_failing": 1}),
        ("unknown", "fail", {"new_failing": 1}),
        ("review", "fail", {"new_failing": 1}),
        ("fail", "fail", {}),
        ("fail", "pass", {"fixed": 1}),
        ("fail", None, {"gone": 1}),
        ("fail", "not_applicable", {"gone": 1}),
        ("fail", "unknown", {"newly_unknown": 1}),
        ("pass", "unknown", {"newly_unknown": 1}),
        (None, "unknown", {"newly_unknown": 1}),
        ("fail", "review", {"to_review": 1}),
        ("pass", "review", {"to_review": 1}),
        ("review", None, {"gone": 1}),
        ("review", "pass", {}),
        ("unknown", "pass", {}),
        ("unknown", None, {}),
        ("pass", None, {}),
        ("pass", "pass", {}),
    ],
)
def test_every_pair_of_outcomes(compare, before, now, expected):
    changes = compare({A: before} if before else {}, {A: now} if now else {})

    assert kinds(changes) == expected
    assert changes.is_empty is (not expected)


def test_a_check_that_is_blind_now_calls_nothing_gone(compare):
    changes = compare({A: "fail"}, {("root_mfa_enabled", "", "account"): "unknown"})

    assert kinds(changes) == {"newly_unknown": 1}


def test_a_region_that_was_left_out_this_time_is_not_gone(compare):
    assert kinds(compare({REGIONAL: "fail"}, {})) == {}


def test_a_region_that_was_scanned_again_is(compare):
    assert kinds(compare({REGIONAL: "fail"}, {}, regions=("eu-west-1", "us-east-1"))) == {"gone": 1}


def test_a_check_that_was_removed_is_not_gone(compare):
    assert kinds(compare({("no_such_check", "", "a"): "fail"}, {})) == {}


def test_the_first_scan_has_nothing_to_compare_with(world, scans):
    run = scans.finished(scans.connection(world.acme))
    scans.finding(run)

    with organization_context(world.acme.pk):
        changes = changes_of(run)

    assert changes.previous_id is None
    assert changes.is_empty


def test_failed_scans_and_other_accounts_are_not_compared_with(world, scans):
    connection, other = scans.connection(world.acme), scans.connection(world.acme, "444455556666")
    earlier = timezone.now() - timedelta(hours=1)
    scans.finished(other, finished_at=earlier)
    scans.finished(connection, status="failed", finished_at=earlier)
    run = scans.finished(connection)

    with organization_context(world.acme.pk):
        assert changes_of(run).previous_id is None


def test_the_pages_show_the_changes(world, scans, compare):
    changes = compare({}, {("root_mfa_enabled", "", "<b>root</b>"): "fail"})
    with organization_context(world.acme.pk):
        run = ScanRun.objects.order_by("-finished_at").first()
    browser = world.client(world.ben)

    for page in (
        browser.get(reverse("scanners:run_detail", args=[world.acme.slug, run.pk])).text,
        browser.get(reverse("scanners:connection_detail", args=[world.acme.slug, run.connection_id])).text,
    ):
        assert "New failing" in page
        assert "&lt;b&gt;root&lt;/b&gt;" in page
        assert str(changes.previous_id) in page


def test_a_region_counts_as_read_only_when_every_step_in_it_was(world, scans):
    progress = {
        "s3.buckets/": "done",
        "ec2.volumes/us-east-1": "done",
        "ec2.snapshots/us-east-1": "unreadable",
        "ec2.volumes/eu-west-1": "done",
        "ec2.volumes/eu-west-2": "stopped",
    }
    run = scans.finished(scans.connection(world.acme), progress=progress)

    ec2, s3 = service_coverage(run)
    page = world.client(world.ben).get(reverse("scanners:run_detail", args=[world.acme.slug, run.pk])).text

    assert (ec2.read, ec2.unreadable, ec2.stopped) == (("eu-west-1",), ("us-east-1",), ("eu-west-2",))
    assert s3.read == ("global",)
    assert "Services and regions" in page
