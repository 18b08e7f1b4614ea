"""A reviewer sees in the pack what rests on somebody's word."""

from __future__ import annotations

import pytest

from assessments.reports.render import html
from assessments.reports.snapshot.freeze import digest, take
from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, ScanRun
from tests.assessments.conftest import PRODUCTION
from tests.assessments.reports.snapshots import snapshot
from tests.scanners.fact_builders import report, row
from tests.scanners.stored_scans import scan_of

pytestmark = pytest.mark.django_db
WORD = {
    "fact": "rpo_minutes",
    "label": "Recovery point objective (RPO)",
    "value": "60 minutes <b>",
    "by": "Cai",
    "at": "2026-11-01T10:00:00+00:00",
    "place": "RES-001",
    "source": "Ledger",
    "until": "2027-01-01",
}


def test_what_the_scan_was_judged_by_is_frozen_into_the_snapshot(world, case):
    with organization_context(world.acme.pk):
        connection = Connection.objects.create(
            organization=world.acme, account_id=PRODUCTION, status="active", role_name="FtrPortal-1"
        )
    run = scan_of(connection, report(row("ada")))
    with organization_context(world.acme.pk):
        ScanRun.objects.filter(pk=run.pk).update(declared=[WORD])

        data = take(case.assessment, taken_by=world.ada.user)

    assert data["scans"][0]["declared"] == [{name: value for name, value in WORD.items() if name != "fact"}]


def test_the_pack_shows_who_said_what_when_and_until_when():
    data = snapshot()
    data["scans"][0]["declared"] = [{name: value for name, value in WORD.items() if name != "fact"}]

    text = html.render(data, sha256=digest(data))

    assert "Declarations" in text
    assert all(part in text for part in ("Recovery point objective (RPO)", "60 minutes &lt;b&gt;", "Cai", "RES-001"))
    assert "Valid until 2027-01-01" in text


def test_a_pack_from_before_still_renders():
    data = snapshot()
    data["scans"][0].pop("declared", None)

    assert "Declarations" not in html.render(data, sha256=digest(data))
