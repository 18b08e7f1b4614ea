"""Hostile text in every place that a report shows: printed as text, it fetches nothing and never grows without end."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from assessments.reports.exports.remediation import WRITERS
from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from assessments.reports.zip import contents
from tests.assessments.reports.snapshots import check, finding, snapshot, storing
from tests.assessments.reports.test_typesetting import CANARY, canary_file, channels, listener

__all__ = ["canary_file", "listener"]
# What our own code writes and reads: everything else in a snapshot is a text of people, files or AWS.
OURS = frozenset(
    {
        "schema",
        "taken_at",
        "edition",
        "id",
        "key",
        "status",
        "sha256",
        "facts_sha256",
        "uploaded_at",
        "updated_at",
        "accepted_at",
        "started_at",
        "finished_at",
        "observed_at",
        "outcome",
        "weight",
        "severity",
        "stored_as",
        "facts_stored_as",
        "content_type",
        "until",
        "accepted_until",
        "at",
        "since",
        "since_sha256",
        "accent",
        "what",
        "keys",
    }
)
METADATA = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"


def poisoned(value: Any, payload: str, key: str = "") -> Any:
    """The same snapshot with the payload in front of every text that is not ours."""
    if key in OURS:
        return value
    if isinstance(value, str):
        return f"{payload}{value}"
    if isinstance(value, dict):
        return {name: poisoned(one, payload, name) for name, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one, payload, key) for one in value]
    return value


def small() -> Any:
    """One requirement with something in every field."""
    data = snapshot()
    data["sections"] = data["sections"][:1]
    one = data["sections"][0]["requirements"][0]
    one.update(
        status="not_met",
        fields=[
            {"label": "Maximum age", "text": "60 days", "columns": [], "rows": []},
            {"label": "People", "text": "", "columns": ["Name"], "rows": [["Ada"]]},
        ],
        checks=[
            check([finding(number, "fail" if number else "unknown") for number in range(9)], cli="aws", console="IAM")
        ],
    )
    one["scan"]["disagreement"] = "Answered met, but the scan found failing resources."
    return data


def text_of(document: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages).split())


def attacks(port: int, secret) -> str:
    return (
        channels(port, secret)
        + f"<script src='{METADATA}'></script><img src='{METADATA}'><link rel=stylesheet href='{METADATA}'>"
        + f"</style><style>@import url({secret.as_uri()}); @import '{METADATA}'; * {{ background: url({METADATA}) }}"
        + "</style></body></section><section class='x'></title><base href='file:///'>{% load x %}{{ settings }}"
    )


@pytest.mark.parametrize("write", [html.render, html.render_gaps], ids=["pack", "gaps"])
def test_markup_in_every_text_is_printed_and_nothing_is_fetched(listener, canary_file, write):
    port, connections = listener
    data = poisoned(small(), "<b>&amp;</b>")
    # One text is as long as a pack takes; in every text it would be too large, which is another test's business.
    data["sections"][0]["requirements"][0]["response"] = attacks(port, canary_file)
    page = write(poisoned(data, attacks(port, canary_file)[:200]), sha256="0" * 64)

    document = pdf.render(page)

    assert "<script" not in page.replace("&lt;script", "")
    assert "&lt;script" in page
    assert "<b>&amp;</b>" in text_of(document)
    assert connections == []
    assert CANARY.encode() not in document
    assert CANARY not in text_of(document)


@pytest.mark.parametrize("kind", WRITERS)
def test_markup_in_every_text_stays_text_in_plans(listener, canary_file, kind):
    port, connections = listener

    body = WRITERS[kind](poisoned(small(), attacks(port, canary_file)), "0" * 64)

    assert connections == []
    assert CANARY.encode() not in body


@pytest.mark.parametrize("start", ["=cmd|'/c calc'!A0", "\t=1", "@SUM(1)"])
def test_formulas_in_every_text_are_inert_in_the_spreadsheet_of_the_zip_pack(start):
    target = io.BytesIO()
    data = storing(poisoned(small(), start), lambda name: io.BytesIO(b"x"))

    contents.write(target, data, sha256="0" * 64, document=b"%PDF", open_stored=lambda name: io.BytesIO(b"x"))

    with zipfile.ZipFile(target) as archive:
        book = openpyxl.load_workbook(io.BytesIO(archive.read("answers.xlsx")))
        names = archive.namelist()
    cells = [one for sheet in book for row in sheet.iter_rows() for one in row if one.value is not None]
    assert {one.data_type for one in cells} == {"s"}
    assert not [one.value for one in cells if one.value.lstrip()[:1] in tuple("=+-@")]
    assert not [name for name in names if ".." in name or name.startswith("/")]


@pytest.mark.parametrize(
    "payload",
    [
        "x" * 1_000_000,
        "<div>" * 20_000,
        "<blockquote><table><tr><td>" * 5_000,
        "<table><tr><td colspan='100000'>x</td></tr></table>",
        "a" + "\u0301" * 50_000,
        "\u202e" * 10_000,
    ],
    ids=["megabyte", "deep", "deep-tables", "wide-table", "accents", "overrides"],
)
def test_costly_text_is_printed_within_the_limits(payload):
    data = small()
    one = data["sections"][0]["requirements"][0]
    # Each text is as long as the portal keeps it; a response has the only limit that is far away.
    one["response"] = payload
    one["evidence"][0]["name"], one["checks"][0]["findings"][0]["message"] = payload[:200], payload[:2_000]
    data["workload"]["name"], data["workload"]["description"] = payload[:120], payload[:4_000]
    data["organization"] = payload[:120]

    document = pdf.render(html.render(data, sha256="0" * 64))

    assert 5 < pdf.page_count(document) < 120


def test_a_huge_table_of_values_is_printed():
    data = small()
    data["sections"][0]["requirements"][0]["fields"][1]["rows"] = [["Ada"]] * 3_000

    assert pdf.page_count(pdf.render(html.render(data, sha256="0" * 64))) > 20
