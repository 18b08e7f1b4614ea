"""Which chapters share a page, and which requirements are kept whole."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from assessments.reports.render.chapters.sections import by_page, section_view
from tests.assessments.reports.snapshots import snapshot


def emptied(data):
    for section in data["sections"]:
        for one in section["requirements"]:
            one.update(response="", not_applicable_reason="", fields=[], rules=[], evidence=[], checks=[])
            one["scan"] = {"status": "", "reason": "", "disagreement": ""}
    return data


def groups_of(data) -> list[list[str]]:
    views = [section_view(section, {}) for section in data["sections"]]
    return [[one.data["key"] for one in group] for group in by_page(views)]


def test_short_chapters_share_a_page_in_their_order():
    data = emptied(snapshot())

    groups = groups_of(data)

    assert [key for group in groups for key in group] == [section["key"] for section in data["sections"]]
    assert groups[0] == [section["key"] for section in data["sections"][:2]]
    assert len(groups) < len(data["sections"])


def test_a_chapter_that_is_long_begins_a_page():
    data = emptied(snapshot())
    data["sections"][1]["requirements"][0]["response"] = "Line.\n" * 40

    assert groups_of(data)[0] == [data["sections"][0]["key"]]


@pytest.fixture(scope="module")
def pack():
    return html.render(emptied(snapshot()), sha256="ab" * 32)


def test_what_is_reckoned_to_fit_one_page_does(pack):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(pack))).pages]

    for group in re.findall(r'<section class="chapters">(.*?)</section>', pack, re.S):
        keys = re.findall(r'<article id="([^"]*)"', group)
        if group.count('class="title"') > 1 and keys:
            assert any(all(key in page for key in keys) for page in pages[5:]), keys


def test_running_titles_name_the_requirement_that_goes_on():
    data = snapshot()
    long = data["sections"][0]["requirements"][0]
    long["response"] = "A line of it.\n" * 90

    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(html.render(data, sha256="ab" * 32)))).pages
    ]

    assert any(f"1 Support level, {long['key']}" in page for page in pages)


def test_the_last_requirement_of_a_chapter_is_not_left_in_pieces():
    data = snapshot()

    views = [section_view(section, {}) for section in data["sections"] if section["applies"]]

    assert all(view.requirements[-1].is_whole for view in views)
    assert not all(one.is_whole for view in views for one in view.requirements)
