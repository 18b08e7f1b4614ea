"""What a pack must be for readers who do not look at it: tagged, titled, in a language, and judged so by a checker."""

from __future__ import annotations

import io

import outloud
import pytest
from pypdf import PdfReader

from assessments.reports.pdf import fonts
from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from ftrportal.build import static_files
from tests.assessments.reports.snapshots import check as check_data
from tests.assessments.reports.snapshots import finding, snapshot


@pytest.fixture(scope="module")
def pack() -> bytes:
    """A pack with every kind of page: gaps, a section that does not apply, annexes."""
    static_files.fetch()
    fonts.font_files.cache_clear()
    fonts.file_for.cache_clear()
    data = snapshot()
    first = data["sections"][2]["requirements"][0]
    first["checks"] = [check_data([finding(number) for number in range(30)] + [finding(99, "pass")])]
    first["fields"] = [{"label": "People", "text": "", "columns": ["Name", "Role"], "rows": [["Łukasz", "owner"]] * 3}]
    first["scan"]["disagreement"] = "Answered met, but the scan found 30 failing resources."
    return pdf.render(html.render(data, sha256="ab" * 32))


def test_the_checker_finds_no_error(pack, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(pack)

    result = outloud.check(path)

    assert [one for one in result.findings if one.severity == "error"] == []


def test_it_has_a_title_a_language_and_says_that_it_is_pdf_ua(pack):
    reader = PdfReader(io.BytesIO(pack))
    root = reader.trailer["/Root"]

    assert reader.metadata.title == "Northwind Insights: evidence pack for the AWS Foundational Technical Review"
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_bookmarks_name_every_section_and_requirement(pack):
    outline = PdfReader(io.BytesIO(pack)).outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    inner = [one.title for group in outline if isinstance(group, list) for one in group]

    assert titles[:3] == ["Contents", "Summary", "Open points"]
    assert "3 AWS root account" in titles
    assert "ARC-001 Root user used only by exception" in inner


def test_contents_link_to_the_pages_they_name(pack):
    reader = PdfReader(io.BytesIO(pack))
    contents = next(page for page in reader.pages if page.extract_text().startswith("Contents"))
    links = [one.get_object() for one in contents["/Annots"]]

    assert len(links) >= 2 * 17
    assert all(one["/F"] == 4 for one in links)


def test_pages_are_counted_and_name_their_chapter(pack):
    pages = PdfReader(io.BytesIO(pack)).pages
    last = pages[-1].extract_text()

    assert f"{len(pages)} / {len(pages)}" in last
    assert "Evidence files" in last
    assert "Northwind Insights" in last
