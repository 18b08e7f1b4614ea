"""The gap report: what is not met or contradicted, in full; everything else only in numbers."""

from __future__ import annotations

import io

import outloud
import pytest
from pypdf import PdfReader

from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from tests.assessments.reports.snapshots import snapshot


def requirements_of(data):
    return [one for section in data["sections"] for one in section["requirements"] if one["applies"]]


@pytest.fixture(scope="module")
def data():
    made = snapshot()
    met = next(one for one in requirements_of(made) if one["status"] == "met")
    met["scan"]["disagreement"] = "Answered met, but the scan found 2 failing resources."
    return made


@pytest.fixture(scope="module")
def report(data) -> bytes:
    return pdf.render(html.render_gaps(data, sha256="ab" * 32))


def test_it_shows_in_full_only_gaps_and_contradictions(data):
    page = html.render_gaps(data, sha256="ab" * 32)

    for one in requirements_of(data):
        is_gap = one["status"] == "not_met" or bool(one["scan"]["disagreement"])
        assert (f'<article id="{one["key"]}"' in page) == is_gap


def test_it_is_shorter_than_the_pack_and_says_what_it_is(data, report):
    pages = PdfReader(io.BytesIO(report)).pages

    assert "Gap report of Northwind Analytics" in pages[0].extract_text()
    assert len(pages) <= 16
    assert "Annex" not in "".join(page.extract_text() for page in pages)


def test_without_gaps_it_says_so():
    made = snapshot()
    for one in requirements_of(made):
        one["status"] = "met"

    page = html.render_gaps(made, sha256="ab" * 32)

    assert "No requirement is answered “not met”." in page
    assert "<article" not in page


def test_no_link_leads_nowhere(data):
    page = html.render_gaps(data, sha256="ab" * 32)
    targets = {part.split('"')[0] for part in page.split('href="#')[1:]}

    assert targets
    assert all(f'id="{target}"' in page for target in targets)


def test_the_checker_finds_no_error(report, tmp_path):
    path = tmp_path / "gap.pdf"
    path.write_bytes(report)

    assert [one for one in outloud.check(path).findings if one.severity == "error"] == []
