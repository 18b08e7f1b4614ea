"""A document that is typeset in parts and joined is the document that one run would have made."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from pypdf import PdfReader

from assessments.reports.pdf import rendering as pdf
from assessments.reports.pdf.client import OURS, PASSED_ON, ROOT
from assessments.reports.pdf.split import PART_CHARACTERS, divide
from assessments.reports.render import html
from tests.assessments.reports.snapshots import check as check_data
from tests.assessments.reports.snapshots import finding, snapshot

WHOLE = """
import sys
from assessments.reports.pdf.typesetter import typeset
sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode(), {"identifier": "00" * 16}).document)
"""


@pytest.fixture(scope="module")
def page() -> str:
    data = snapshot()
    data["sections"][2]["requirements"][0]["checks"] = [check_data([finding(number) for number in range(30)])]
    return html.render(data, sha256="0" * 64)


@pytest.fixture(scope="module")
def joined(page) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.render(page)))


@pytest.fixture(scope="module")
def whole(page) -> PdfReader:
    """The same document, set by the typesetter in one piece."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | OURS
    done = subprocess.run(
        [sys.executable, "-c", WHOLE], input=page.encode(), capture_output=True, check=True, cwd=ROOT, env=environment
    )
    return PdfReader(io.BytesIO(done.stdout))


def elements(reader: PdfReader) -> list[dict]:
    """Every structure element, in the order of the tree."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict) and "/S" in one:
            found.append(one)
            waiting.append(one.get("/K", []))
    return found


def titles(outline) -> list:
    return [titles(one) if isinstance(one, list) else one.title for one in outline]


def test_a_pack_is_divided_at_its_sections_and_contents_wait_for_the_others(page):
    parts = divide(page)

    assert len(parts) > 4
    assert [part.waits for part in parts[:3]] == [False, True, False]
    assert all(part.html.count("<body") == part.html.count("</html>") == 1 for part in parts)
    assert max(len(part.html) for part in parts) < PART_CHARACTERS + 40_000


@pytest.mark.parametrize("document", ["<p>no head</p>", "<head></head><body><section>one</section></body>", ""])
def test_what_cannot_be_divided_stays_whole(document):
    assert [part.html for part in divide(document)] == [document]


def test_pages_show_the_same_text_and_numbers(joined, whole):
    def lines(reader):
        return [sorted(page.extract_text().split()) for page in reader.pages]

    assert len(joined.pages) > 40
    assert lines(joined) == lines(whole)


def test_bookmarks_are_the_same_and_lead_to_the_same_pages(joined, whole):
    assert titles(joined.outline) == titles(whole.outline)
    flat = [[one for one in reader.outline if not isinstance(one, list)] for reader in (joined, whole)]
    assert [joined.get_destination_page_number(one) for one in flat[0]] == [
        whole.get_destination_page_number(one) for one in flat[1]
    ]


def test_links_lead_to_the_same_pages_across_parts(joined, whole):
    def targets(reader):
        places = {name: reader.get_destination_page_number(to) for name, to in reader.named_destinations.items()}
        links = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
        return [places[link["/Dest"]] for link in links]

    assert len(targets(joined)) > 60
    assert targets(joined) == targets(whole)


def test_there_is_one_structure_tree_with_the_same_elements(joined, whole):
    assert [one["/S"] for one in elements(joined)] == [one["/S"] for one in elements(whole)]


def test_every_piece_of_a_page_is_found_in_the_tree(joined):
    numbers = joined.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    keys = list(numbers[::2])
    pages = [page["/StructParents"] for page in joined.pages]
    links = [one.get_object()["/StructParent"] for page in joined.pages for one in page.get("/Annots", ())]

    assert keys == sorted(set(keys))
    assert sorted(pages + links) == keys
    for page, owner in zip(joined.pages, pages, strict=True):
        owners = numbers[2 * keys.index(owner) + 1]
        assert {one.get_object().raw_get("/Pg").idnum for one in list(owners)[:20]} <= {page.indirect_reference.idnum}


def test_headers_of_tables_keep_ids_of_their_own(joined):
    ids = [str(one["/ID"]) for one in elements(joined) if "/ID" in one]
    named = {str(name) for one in elements(joined) for name in one.get("/A", {}).get("/Headers", ())}

    assert len(ids) > 50
    assert len(set(ids)) == len(ids)
    assert named <= set(ids)


def test_fonts_do_not_weigh_more_than_a_little_for_every_part(page, joined, whole):
    def size(reader):
        resources = [one["/Resources"]["/Font"] for one in reader.pages]
        fonts = {font.raw_get("/FontFile2").idnum: font["/FontFile2"] for font in described(resources)}
        return sum(len(one.get_data()) for one in fonts.values())

    def described(resources):
        return [font["/DescendantFonts"][0]["/FontDescriptor"] for fonts in resources for font in fonts.values()]

    assert size(joined) < size(whole) * len(divide(page))


def test_a_long_annex_is_several_sections_that_say_where_they_belong():
    data = snapshot()
    data["sections"] = data["sections"][:1]
    data["sections"][0]["requirements"][0]["checks"] = [check_data([finding(number) for number in range(600)])]
    page = html.render(data, sha256="0" * 64)

    reader = PdfReader(io.BytesIO(pdf.render(page)))

    sections = [part for part in page.split("<section")[1:] if "build-agent-599" in part or "build-agent-300" in part]
    assert len(sections) == 2
    assert all("Access keys rotated</h2>" in part for part in sections)
    assert [title for title in titles(reader.outline) if "All findings, part" in str(title)] == [
        f"Annex B: All findings, part {number}" for number in (2, 3)
    ]
    text = ["".join(one.extract_text().split()) for one in reader.pages]
    assert all(any(f"build-agent-{number}" in one for one in text) for number in range(600))
    assert any("Allfindings,part3" in one and "build-agent-599" in one for one in text)
