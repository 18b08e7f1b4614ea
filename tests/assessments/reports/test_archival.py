"""PDF/A-3a and PDF/UA-1 in one file, with the snapshot inside: what can be asserted of it without its own checker."""

from __future__ import annotations

import hashlib
import io
import json

import outloud
import pytest
from pikepdf import Name, Pdf, Stream

from assessments.reports.pdf import rendering as pdf
from assessments.reports.pdf.archival import archival
from assessments.reports.render import html
from assessments.reports.snapshot import freeze
from ftrportal.build import static_files
from tests.assessments.reports.snapshots import snapshot as make_snapshot

SHA256 = "ab" * 32


@pytest.fixture(scope="module")
def data():
    static_files.fetch()
    made = make_snapshot()
    made["sections"] = made["sections"][:2]
    made["workload"]["name"] = "Insights तथ्य (((\\ 東京"
    return made


@pytest.fixture(scope="module")
def plain(data) -> bytes:
    return pdf.render(html.render(data, sha256=SHA256))


@pytest.fixture(scope="module")
def archived(data, plain) -> bytes:
    return archival(plain, data, sha256=SHA256)


@pytest.fixture
def book(archived):
    with Pdf.open(io.BytesIO(archived)) as opened:
        yield opened


def test_it_says_that_it_is_both(book):
    with book.open_metadata() as xmp:
        assert xmp["pdfaid:part"] == "3"
        assert xmp["pdfaid:conformance"] == "A"
        assert xmp["pdfuaid:part"] == "1"
        assert xmp["dc:title"] == str(book.docinfo["/Title"])
        assert xmp["pdf:Producer"] == str(book.docinfo["/Producer"])
        assert xmp["xmp:CreatorTool"] == str(book.docinfo["/Creator"])
    assert "/Filter" not in book.Root.Metadata


def test_its_colours_are_those_of_an_embedded_profile(book):
    (intent,) = book.Root.OutputIntents

    assert intent.S == Name.GTS_PDFA1
    assert int(intent.DestOutputProfile.N) == 3
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_it_holds_the_snapshot_as_json(book, data):
    (described,) = book.Root.AF
    embedded = described.EF.F.read_bytes()
    held = json.loads(embedded)

    assert described.AFRelationship == Name.Source
    assert described.EF.F.Subtype == Name("/application/json")
    assert bytes(described.EF.F.Params.CheckSum) == hashlib.md5(embedded, usedforsecurity=False).digest()
    assert book.Root.Names.EmbeddedFiles.Names[1].objgen == described.objgen
    assert held["snapshot_sha256"] == SHA256
    assert held["snapshot"]["workload"] == data["workload"]
    assert freeze.digest(data)
    assert b"stored" not in embedded


def test_every_font_is_embedded_and_means_something(book):
    fonts = [font for page in book.pages for font in page.obj.Resources.Font.values()]

    assert fonts
    for font in fonts:
        described = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in described or "/FontFile3" in described
        assert font.ToUnicode.read_bytes().count(b"<>") == 0


def test_nothing_forbidden_is_in_it(book):
    assert "/Encrypt" not in book.trailer
    assert len(book.trailer.ID) == 2
    assert "/OpenAction" not in book.Root
    assert "/JavaScript" not in book.Root.Names
    for one in book.objects:
        keys = one.stream_dict if isinstance(one, Stream) else one
        if not hasattr(keys, "keys"):
            continue
        assert keys.get("/Filter") != Name.LZWDecode
        assert keys.get("/S") not in (Name.JavaScript, Name.Launch)
        if keys.get("/Subtype") == Name.Link:
            assert int(keys.F) & 4


def test_the_checker_of_pdf_ua_still_finds_no_error(archived, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(archived)

    assert [one for one in outloud.check(path).findings if one.severity == "error"] == []


def test_links_and_bookmarks_survive(book, plain):
    with Pdf.open(io.BytesIO(plain)) as before, before.open_outline() as old, book.open_outline() as new:
        assert [one.title for one in new.root] == [one.title for one in old.root]
    assert "/Dests" in book.Root.Names


def test_the_same_snapshot_gives_the_same_bytes(plain, archived, data):
    assert archival(plain, data, sha256=SHA256) == archived
