"""Names in any script show on a machine that has no fonts of its own."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from assessments.reports.pdf import client, fonts
from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from assessments.reports.render.printable import printable_text
from ftrportal.build import static_files
from tests.assessments.reports.snapshots import snapshot


@pytest.fixture(autouse=True, scope="module")
def bundled_fonts():
    """The files of the lock file; nothing is fetched when they stand already."""
    static_files.fetch()
    fonts.font_files.cache_clear()
    fonts.file_for.cache_clear()


@pytest.fixture
def no_machine_fonts(tmp_path, monkeypatch):
    """A fontconfig that knows no font of this machine, as on a bare server."""
    (tmp_path / "none").mkdir()
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{tmp_path / 'none'}</dir><cachedir>{tmp_path / 'cache'}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(configuration))
    client.close()  # one that is warm knows the machine's fonts
    yield
    client.close()


NAMES = ["東京データ株式会社", "上海数据", "서울 데이터", "Αθήνα", "Київ", "Łódź", "Nguyễn", "🚀", "→ ✓ €"]


def named(name: str):
    data = snapshot()
    data["workload"]["name"] = name
    data["sections"] = data["sections"][:1]
    return data


def test_every_name_is_set_in_fonts_we_bring(no_machine_fonts):
    document = pdf.render(html.render(named(" ".join(NAMES)), sha256="0" * 64))

    reader = PdfReader(io.BytesIO(document))
    shown = reader.pages[0].extract_text().replace("\n", " ")
    assert all(word in shown for name in NAMES for word in name.split())
    used = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert all(re.match(r"/[A-Z]{6}\+Pack-", name) for name in used)


@pytest.mark.parametrize("name", ["שלום", "تحليل", "ไทย", "हिन्दी"])
def test_scripts_that_join_their_letters_have_a_font(name):
    assert all(fonts.is_covered(one) for one in name)


def test_a_character_without_any_font_is_written_as_its_code_point():
    assert printable_text("cuneiform \U00012000.") == "cuneiform [U+12000]."


def test_a_latin_document_declares_only_the_base_fonts():
    rules, plain, _fixed = fonts.styles_for("Only plain words.")

    assert rules.count("@font-face") == 3
    assert plain == '"Pack Sans", "DejaVu Sans", sans-serif'


def test_only_files_with_a_needed_character_are_declared():
    rules, _plain, _fixed = fonts.styles_for("Київ 東")

    assert 4 <= rules.count("@font-face") <= 8
    assert "cyrillic" in rules


def test_without_the_files_packs_are_set_in_the_machines_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "font_files", lambda: ())

    assert fonts.styles_for("東京")[0] == ""
    assert fonts.in_code_points("東京") == "東京"


def test_a_document_without_fonts_on_a_machine_without_fonts_ends_with_that_reason(no_machine_fonts):
    with pytest.raises(pdf.RenderFailedError, match=r"report\.no_fonts"):
        pdf.render("<html lang='en'><head><title>t</title></head><body><p>word</p></body></html>")
