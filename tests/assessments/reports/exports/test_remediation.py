"""The remediation plan: every gap with what is missing and how to fix it, and nothing in it is ever run."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest

from assessments.reports.exports.gaps import gaps_of
from assessments.reports.exports.remediation import WRITERS
from tests.assessments.reports.snapshots import check, finding, snapshot

HOSTILE = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "＝1+1",
    "ok\n=1",
]
LINKS = "[x](http://evil.example) ![p](http://evil.example/p.png) <img src=x> @everyone `code` {code} !http://e/p.png!"


@pytest.fixture
def data():
    """One gap with everything in it; all other requirements are met."""
    made = snapshot()
    for section in made["sections"]:
        for one in section["requirements"]:
            one.update(status="met", status_label="Met", checks=[])
    gap = made["sections"][2]["requirements"][0]
    gap.update(
        status="not_met",
        status_label="Not met",
        evidence=[],
        rules=[{"outcome": "not_met", "message": "120 days is more than 90."}],
        checks=[
            check(
                [
                    finding(1),
                    finding(2, "unknown", severity="low"),
                    finding(3, "pass"),
                    finding(4, accepted_until="2027-01-01"),
                ],
                cli="aws iam delete-access-key --user-name NAME",
                console="IAM > Users > Security credentials",
            )
        ],
    )
    return made


@pytest.fixture
def gap(data):
    return data["sections"][2]["requirements"][0]


def rows_of(body: bytes, encoding: str = "utf-8") -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode(encoding), newline="")))


def sheets_of(body: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_gap_names_what_is_missing_and_the_findings_that_ask_for_work(data, gap):
    (only,) = gaps_of(data)

    assert only.data["key"] == gap["key"]
    assert only.missing == ["Answered as not met.", "120 days is more than 90.", "No evidence is attached."]
    assert only.severity == "high"
    assert [one["id"] for one in only.work[0].findings] == ["f1", "f2"]


def test_what_several_rules_ask_for_is_missing_once(data, gap):
    asked = ["Fill in “Plan”.", "Fill in “Plan”. Raise it to Business.", "Fill in “Plan”.", "Fill in “Owner”."]
    gap["rules"] = [{"outcome": "incomplete", "message": message} for message in asked]

    (only,) = gaps_of(data)

    assert only.missing[1:-1] == ["Fill in “Plan”. Raise it to Business.", "Fill in “Owner”."]


def test_a_requirement_that_a_scan_contradicts_is_a_gap_and_one_that_does_not_apply_is_none(data, gap):
    gap.update(status="met", rules=[])
    gap["scan"]["disagreement"] = "Answered met, but the scan found 1 failing resource."
    data["sections"][0]["requirements"][0].update(status="not_met", applies=False)

    (only,) = gaps_of(data)

    assert only.missing == ["Answered met, but the scan found 1 failing resource.", "No evidence is attached."]


def test_the_spreadsheet_has_gaps_and_findings_with_room_for_people(data, gap):
    sheets = sheets_of(WRITERS["plan_xlsx"](data, "0" * 64))

    assert sheets["Gaps"][0][-3:] == sheets["Findings"][0][-3:] == ("Effort", "Owner", "Due date")
    assert [row[0] for row in sheets["Gaps"][1:]] == [gap["key"]]
    assert sheets["Gaps"][1][6:8] == ("high", "2")
    first = dict(zip(sheets["Findings"][0], sheets["Findings"][1], strict=True))
    assert first["Resource"].startswith("arn:aws:iam::")
    assert first["How to fix"].startswith("Create a new key")
    assert first["Command line"].startswith("aws iam delete-access-key")
    assert first["Console"].startswith("IAM > Users")


def test_the_csv_has_a_row_for_each_finding_and_for_a_gap_without_any(data, gap):
    data["sections"][0]["requirements"][0].update(status="not_started", status_label="Not started")

    rows = rows_of(WRITERS["plan_csv"](data, "0" * 64), "utf-8-sig")

    assert rows[0][:6] == ["Requirement", "Title", "AWS name", "Section", "Status", "Missing"]
    assert [row[0] for row in rows[1:]] == ["SUP-001", gap["key"], gap["key"]]
    assert all(len(row) == len(rows[0]) for row in rows)


def test_the_task_list_has_a_box_for_each_gap_and_check(data, gap):
    text = WRITERS["plan_tasks"](data, "ab" * 32).decode()

    assert f"- [ ] **{gap['key']}** " in text
    assert "  - [ ] Access keys rotated. Create a new key" in text
    assert "`aws iam delete-access-key --user-name NAME`" in text


def test_jira_gets_one_issue_for_each_gap(data, gap):
    head, row = rows_of(WRITERS["plan_jira"](data, "0" * 64))

    issue = dict(zip(head, row, strict=False))
    assert head[:4] == ["Summary", "Issue Type", "Priority", "Labels"]
    assert issue["Summary"].startswith(gap["key"])
    assert (issue["Issue Type"], issue["Priority"]) == ("Task", "High")
    assert row[3:6] == ["ftr", f"ftr-{gap['key'].lower()}", "ftr-root-account"]
    assert "To fix: Create a new key" in issue["Description"]
    assert len(issue["Description"]) < 32_767


def test_a_long_description_stays_within_what_jira_takes(data, gap):
    gap["checks"] = [check([finding(number, message="word " * 3000) for number in range(20)])]

    description = rows_of(WRITERS["plan_jira"](data, "0" * 64))[1][6]

    assert len(description) < 32_767
    assert description.endswith("(shortened)")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_cell_of_any_table_begins_like_a_formula(data, gap, hostile):
    gap["title"] = gap["status_label"] = gap["checks"][0]["title"] = gap["rules"][0]["message"] = hostile
    gap["checks"][0]["findings"][0] |= {"message": hostile, "resource": hostile, "region": hostile, "severity": hostile}

    cells = [
        text
        for kind, encoding in (("plan_csv", "utf-8-sig"), ("plan_jira", "utf-8"))
        for row in rows_of(WRITERS[kind](data, "0" * 64), encoding)
        for text in row
    ]
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["plan_xlsx"](data, "0" * 64)))
    in_sheets = [one for sheet in book for row in sheet.iter_rows() for one in row if one.value is not None]

    assert not [text for text in cells if text.lstrip(" \t\r\n")[:1] in tuple("=+-@＝＋－＠") and text[:1] != "'"]
    assert {one.data_type for one in in_sheets} == {"s"}
    assert not [one.value for one in in_sheets if one.value.lstrip()[:1] in tuple("=+-@＝＋－＠")]


def test_texts_are_no_markup_in_the_task_list(data, gap):
    gap["title"] = data["workload"]["name"] = gap["rules"][0]["message"] = gap["checks"][0]["title"] = LINKS

    text = WRITERS["plan_tasks"](data, "0" * 64).decode()

    without_escaped = re.sub(r"\\.", "", text)
    for mark in ("](", "![", "<", "@everyone", "http://"):
        assert mark not in without_escaped


def test_texts_are_no_markup_in_jira(data, gap):
    gap["statement"] = gap["rules"][0]["message"] = gap["checks"][0]["title"] = LINKS + " [~admin]\nh1. big"

    description = rows_of(WRITERS["plan_jira"](data, "0" * 64))[1][6]

    assert "\\!http://e/p.png\\!" in description
    assert "\\{code\\}" in description
    assert "[~" not in description
    assert "\nh1." not in description


@pytest.mark.parametrize("kind", WRITERS)
def test_a_pack_without_gaps_gives_a_plan_without_rows(data, gap, kind):
    gap.update(status="met")

    body = WRITERS[kind](data, "0" * 64)

    assert gap["key"].encode() not in body
    assert body


@pytest.mark.parametrize("kind", WRITERS)
def test_megabytes_of_text_and_thousands_of_findings_are_ready(data, gap, kind):
    gap["rules"][0]["message"] = "x" * 1_000_000
    gap["checks"] = [check([finding(number) for number in range(5_000)])]

    assert len(WRITERS[kind](data, "0" * 64)) < 5_000_000
