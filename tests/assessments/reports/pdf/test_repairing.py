"""What cannot be typeset says so in the pack, by name, and the rest of the pack is made."""

from __future__ import annotations

import io
import json
import os

import pytest
from pypdf import PdfReader

from assessments.reports.pdf import repair, text_layer, typesetter
from assessments.reports.pdf.sandbox import ChildFailedError
from assessments.reports.pdf.server import PartsFailedError, PdfServer
from assessments.reports.render import html
from tests.assessments.reports.snapshots import snapshot

BAD = "می‌خواهم"
JOB = {"identifier": "0" * 32, "cpu_seconds": 60, "memory_bytes": 4 * 2**30}  # it counts what the tests hold already


@pytest.fixture
def parent():
    reading, writing = os.pipe()
    yield reading
    os.close(reading)
    os.close(writing)


@pytest.fixture
def data():
    made = snapshot()
    made["sections"] = made["sections"][:2]
    return made


def printed(page: str, parent: int) -> tuple[str, dict]:
    """The text of the document, without white space, and what was noted about it."""
    said = io.BytesIO()
    document = PdfServer(JOB, said, parent=parent).typeset(page)
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(document)).pages)
    messages = [json.loads(line) for line in said.getvalue().splitlines()]
    return "".join(text.split()), next((one["noted"] for one in messages if "noted" in one), {})


def test_a_line_that_cannot_be_drawn_as_it_is_stays_in_the_pack_and_is_named(monkeypatch, parent, data):
    def failing(text, glyphs, *, backwards):
        raise ValueError("no glyphs")

    monkeypatch.setattr(text_layer, "shared_out", failing)
    bad, good = data["sections"][0]["requirements"][0], data["sections"][1]["requirements"][0]
    bad["response"] = f"Before {BAD} after"

    text, noted = printed(html.render(data, sha256="0" * 64), parent)

    assert noted == {bad["key"]: repair.INEXACT}
    assert "Before" in text
    assert "after" in text
    assert "Printnotes" in text
    assert "".join(repair.INEXACT.split()) in text
    assert "".join(good["response"].split()) in text


@pytest.mark.parametrize("write", [html.render, html.render_gaps], ids=["pack", "gaps"])
def test_an_answer_that_cannot_be_typeset_says_so_and_the_others_are_printed(monkeypatch, parent, data, write):
    def refusing(page, options, typeset=typesetter.typeset):
        if "Unprintable" in page:
            raise RuntimeError("an error of the library")
        return typeset(page, options)

    monkeypatch.setattr(typesetter, "typeset", refusing)
    for section in data["sections"]:
        for one in section["requirements"]:
            one["status"] = "not_met"
    bad, good = data["sections"][0]["requirements"][0], data["sections"][1]["requirements"][0]
    bad["response"], good["response"] = "Unprintable", "Printable"

    text, noted = printed(write(data, sha256="0" * 64), parent)

    assert noted == {bad["key"]: repair.LEFT_OUT}
    assert f"{bad['key']}couldnotbeprinted." in text
    assert "Unprintable" not in text
    assert "Printable" in text


def test_a_cover_that_cannot_be_typeset_takes_no_answer_with_it(monkeypatch, parent, data):
    def refusing(page, options, typeset=typesetter.typeset):
        if 'class="cover"' in page:
            raise RuntimeError("an error of the library")
        return typeset(page, options)

    monkeypatch.setattr(typesetter, "typeset", refusing)

    text, noted = printed(html.render(data, sha256="0" * 64), parent)

    assert noted == {"": repair.LEFT_OUT}
    assert "".join(data["sections"][0]["requirements"][0]["response"].split()) in text


def test_when_nothing_can_be_typeset_the_failure_names_what_is_in_it(monkeypatch, parent, data):
    def refusing(page, options):
        raise RuntimeError("an error of the library")

    monkeypatch.setattr(typesetter, "typeset", refusing)

    with pytest.raises(PartsFailedError) as failed:
        printed(html.render(data, sha256="0" * 64), parent)

    assert data["sections"][0]["requirements"][0]["key"] in failed.value.names


def test_a_document_without_sections_fails_with_its_first_error(monkeypatch, parent):
    def refusing(page, options):
        raise RuntimeError("an error of the library")

    monkeypatch.setattr(typesetter, "typeset", refusing)

    with pytest.raises(PartsFailedError, match="an error of the library") as failed:
        printed("<html lang='en'><head><title>t</title></head><body><p>x</p></body></html>", parent)

    assert isinstance(failed.value.failed[0][1], ChildFailedError)
