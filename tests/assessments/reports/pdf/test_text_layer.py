"""Text in scripts that join, stack or reorder their letters copies and reads as it was written."""

from __future__ import annotations

import io
import unicodedata

import outloud
import pypdfium2
import pytest
from pypdf import PdfReader

from assessments.reports.pdf import fonts, text_layer
from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from ftrportal.build import static_files
from tests.assessments.reports.snapshots import snapshot

LAM_ALEF = "Arabic with lam-alef"
LINES = {
    "Arabic": "تحليل البيانات السحابية",
    LAM_ALEF: "خلاصة الإجابات",
    "Persian": "پژوهش و گزارش چیست",
    "Hebrew": "ניתוח נתונים בענן",
    "Hindi": "हिन्दी में क्लाउड सुरक्षा विश्लेषण",
    "Hindi that reorders": "क्षेत्रीय नीति की त्रुटि",
    "Thai": "การวิเคราะห์ข้อมูลที่ปลอดภัย",
    "Thai with sara am": "น้ำทำงาน",
    "letters with marks": "e\u0301te\u0301 Z\u0323u\u0308rich",
}


@pytest.fixture(scope="module")
def pack() -> bytes:
    static_files.fetch()
    fonts.font_files.cache_clear()
    fonts.file_for.cache_clear()
    data = snapshot()
    data["sections"] = data["sections"][:1]
    # Twice, in another order: a letter's shape must not mean what it meant where it was drawn first.
    data["sections"][0]["requirements"][0]["response"] = "\n\n".join([*LINES.values(), *reversed(LINES.values())])
    return pdf.render(html.render(data, sha256="ab" * 32))


@pytest.fixture(scope="module")
def extracted(pack) -> dict[str, str]:
    with pypdfium2.PdfDocument(pack) as document:
        pdfium = "\n".join(page.get_textpage().get_text_range() for page in document)
    return {"pdfium": pdfium, "pypdf": "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pack)).pages)}


# PDFium turns round the two letters of a shape that stands for both, as lam-alef must by the rules of the script.
READ = [
    (reader, script) for script in LINES for reader in ("pdfium", "pypdf") if (reader, script) != ("pdfium", LAM_ALEF)
]


@pytest.mark.parametrize(("reader", "script"), READ)
def test_what_is_copied_is_what_was_written(extracted, reader, script):
    text, written = (unicodedata.normalize("NFKC", one) for one in (extracted[reader], LINES[script]))

    assert text.count(written) == 2


def test_the_checker_finds_no_error(pack, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(pack)

    assert [one for one in outloud.check(path).findings if one.severity == "error"] == []


def test_plain_text_needs_no_help():
    assert not text_layer.is_shaped("Office fi, Łódź, Київ, 東京")
    assert text_layer.is_shaped("हिन्दी")


@pytest.mark.parametrize(
    ("text", "glyphs", "backwards", "parts"),
    [
        ("ab", 2, False, ["a", "b"]),
        ("abc", 2, False, ["a", "bc"]),
        ("abc", 1, False, ["abc"]),
        ("abc", 2, True, ["bc", "a"]),
        ("a", 2, False, ["a", text_layer.NOTHING]),
        ("", 1, False, [text_layer.NOTHING]),
    ],
)
def test_a_group_of_glyphs_means_its_characters_once(text, glyphs, backwards, parts):
    assert text_layer.shared_out(text, glyphs, backwards=backwards) == parts


def test_a_glyph_has_a_code_for_each_meaning():
    codes = text_layer.Codes({})

    assert codes.code(7, "a") == 7
    assert codes.code(7, "b") == codes.code(7, "b") == text_layer.FIRST_FREE
    assert codes.code(7, "a") == 7
    assert codes.code(8, "b") == 8


def test_every_code_draws_its_glyph():
    table = text_layer.glyph_map({5: 2}, [1, 2])

    assert table == bytes([0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 2])
