"""What a pack must not let its reader believe: nothing is met because somebody says so, nothing is fine unseen."""

from __future__ import annotations

import re

import pytest

from assessments.reports.render import html
from assessments.reports.snapshot.freeze import take
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.text.account_ids import grouped
from scanners.models import FindingException
from scanners.selectors.scans.exceptions import today
from tests.assessments.reports.plates import full_snapshot
from tests.assessments.reports.snapshots import snapshot
from tests.assessments.reports.stored_packs import requirement_of

MISSING = {"outcome": "incomplete", "code": "missing", "message": "Fill in “Owner”. Name one.", "fields": ["Owner"]}


def page_of(data) -> str:
    return html.render(data, sha256="ab" * 32)


def block_of(page: str, key: str) -> str:
    return page.partition(f'<article id="{key}"')[2].partition("</article>")[0]


def words_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", markup))


@pytest.fixture
def data():
    return snapshot()


def test_a_requirement_that_does_not_apply_leaves_nothing_open(data):
    without_phi = requirement_of(data, "BAABP-001")
    without_phi["rules"] = [MISSING]
    data["sections"][-2]["applies"] = True  # a requirement may fall away in a section that stays
    excused = next(one for one in data["sections"][1]["requirements"] if one["status"] == "not_applicable")
    excused["rules"] = [MISSING, {"outcome": "not_met", "message": "No owner can be found."}]

    page = page_of(data)

    assert "Does not apply" in block_of(page, "BAABP-001")
    assert "Owner" not in block_of(page, "BAABP-001")
    assert "Owner" not in block_of(page, excused["key"])
    assert "No owner can be found." in block_of(page, excused["key"])


def test_values_that_are_missing_are_named_once_and_nobody_is_told_to_fill_them_in(data):
    one = requirement_of(data, "ARC-001")
    advised = {"outcome": "met", "code": "missing", "message": "Fill in “Next walk”.", "fields": ["Next walk"]}
    one["rules"] = [MISSING, {**MISSING, "message": "Fill in “Owner”."}, {**advised, "is_note": True}]

    block = block_of(page_of(data), "ARC-001")

    assert "Fill in" not in block
    assert block.count("Owner") == 1
    assert re.search(r"<strong>Missing:</strong> Owner\.", block)
    assert re.search(r"Optional, left empty: Next walk\.", block)


def test_a_requirement_says_what_the_scan_could_not_tell(data):
    one = requirement_of(data, "ARC-001")
    one["checks"], one["scan"]["reason"] = [], "This account is not connected."

    assert "This account is not connected." in block_of(page_of(data), "ARC-001")


def test_no_scan_is_no_agreement(data):
    for section in data["sections"]:
        for one in section["requirements"]:
            one["scan"]["disagreement"] = ""
    partly = words_of(page_of(data))
    data["scans"] = []

    never = words_of(page_of(data))

    assert "None. Scans: 1 of 2 accounts, 19 Nov 2026." in partly
    assert "No account has been scanned, so answers cannot be compared." in never


def test_the_summary_says_whose_word_a_status_is_and_what_was_not_read(data):
    summary = words_of(page_of(data).partition('id="summary"')[2].partition("</section>")[0])

    assert "Each status is the answer of Northwind Analytics" in summary
    assert "Scans: 1 of 2 accounts, 19 Nov 2026. 1 item could not be checked (annex A)." in summary


def test_the_cover_speaks_of_answers():
    assert re.search(r"requirements answered “met”:</strong> \d+ met", page_of(snapshot()))


def test_nobody_is_said_to_have_met_what_was_not_answered(data):
    for section in data["sections"]:
        for one in section["requirements"]:
            one["status"] = "not_sure"

    points = words_of(page_of(data).partition('id="points"')[2].partition("</section>")[0])

    assert "No requirement is answered “not met”." in points
    assert "Not sure or not started" in points
    assert "Not answered" not in points


def test_an_accepted_finding_says_by_whom_and_that_it_counts_as_neither():
    data, _ = full_snapshot()
    data["accepted"][0]["by"] = "Dana Reyes <b>"

    points = page_of(data).partition('id="points"')[2].partition("</section>")[0]

    assert "accepted by Dana Reyes &lt;b&gt; until 1 Feb 2027" in words_of(points)
    assert "not as failed or passed" in points


def test_a_long_list_of_unseen_accounts_is_not_cut_in_silence(data):
    unseen = data["workload"]["accounts"]
    unseen += [{**unseen[0], "account_id": f"{900000000000 + number}"} for number in range(12)]

    scans = page_of(data).partition('id="scans"')[2].partition("</section>")[0]

    assert all(grouped(one["account_id"]) in scans for one in unseen)


@pytest.mark.django_db(transaction=True)
def test_the_snapshot_says_who_accepted_a_finding_and_who_asked_for_the_scan(world, assessment, failing_scan):
    with organization_context(world.acme.pk):
        failing_scan.run.requested_by = world.cai.user
        failing_scan.run.save()
        FindingException.objects.create(
            organization=world.acme,
            account_id=failing_scan.account_id,
            check_id=failing_scan.check_id,
            resource=failing_scan.resource,
            reason="It goes in March.",
            approver="Dana Reyes",
            ends_on=today(),
        )

        data = take(assessment, taken_by=world.ada.user)

    assert [one["by"] for one in data["accepted"]] == ["Dana Reyes"]
    assert data["scans"][0]["requested_by"] == str(world.cai.user)


@pytest.mark.django_db(transaction=True)
def test_accounts_that_no_scan_saw_are_counted_when_they_are_too_many_to_name(world, assessment):
    with organization_context(world.acme.pk):
        for number in range(8):
            assessment.workload.accounts.create(
                organization=world.acme, account_id=f"{900000000000 + number}", label="", is_production=True
            )

        data = take(assessment, taken_by=world.ada.user)

    assert "4 more accounts could not be checked" in requirement_of(data, "ARC-004")["scan"]["reason"]


def test_what_the_vendor_has_to_press_is_not_told_to_the_reviewer(data):
    gap = {
        "action": "lambda:ListFunctions",
        "region": "",
        "reason": "not_chosen",
        "detail": "Press Change and tick it.",
    }
    data["scans"][0]["unreadable"] = [gap]

    scans = page_of(data).partition('id="scans"')[2].partition("</section>")[0]

    assert "Optional read, turned off" in scans
    assert "Press Change" not in scans
