"""Teaches the typesetter what `legible` knows: what stands in a font's maps beside the shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pydyf
from weasyprint import pdf
from weasyprint.draw import text
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from assessments.reports.pdf import text_layer


@cache
def teach() -> None:
    """Once in a process: it changes the library where it draws a line of text, a page's margin and a font's maps."""
    _keep_text_legible()
    _keep_margins_apart()


def _keep_text_legible() -> None:
    """Teach the typesetter what `legible` knows."""
    draw_line, show_text = text.draw_first_line, Stream.show_text
    make, build_fonts = Font.__init__, pdf.build_fonts_dictionary

    def draw_legible_line(stream: Any, box: Any, *rest: Any) -> Any:
        stream.codes = iter(list(_codes_of_line(stream, box)) if text_layer.is_shaped(box.text) else ())
        emojis = draw_line(stream, box, *rest)
        stream.codes = iter(())
        return emojis

    def show_legible_text(stream: Any, shown: str) -> None:
        coded = re.sub("[0-9a-f]{4}(?=[0-9a-f]*>)", lambda glyph: next(stream.codes, "") or glyph.group(), shown)
        show_text(stream, coded)

    def make_font(font: Any, *described: Any) -> None:
        make(font, *described)
        font.codes = text_layer.Codes(font.to_unicode)

    def build_legible_fonts(document: Any, fonts: dict[Any, Any], *rest: Any) -> Any:
        built = build_fonts(document, fonts, *rest)
        for font in fonts.values():
            if font.codes.others:
                _add_codes(document, font, _object(document, built[font.hash]))
        return built

    text.draw_first_line, Stream.show_text = draw_legible_line, show_legible_text
    Font.__init__, pdf.build_fonts_dictionary = make_font, build_legible_fonts


def _keep_margins_apart() -> None:
    """Running lines and page numbers are no part of the text that is read aloud."""

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
        number = len(stream._tags)
        stream._tags[box] = {"tag": tag, "mcid": number}
        if box.element is None:  # in a page's margin: the number is taken and never used
            stream.begin_marked_content("Artifact", pydyf.Dictionary({"Type": "/Pagination"}))
        else:
            stream.begin_marked_content(tag, pydyf.Dictionary({"MCID": number}))
        yield
        stream.end_marked_content()

    Stream.marked = marked


def _codes_of_line(stream: Any, box: Any) -> Iterator[str]:
    """The code of every glyph of a line, in the order in which they are drawn; empty: its number is its code."""
    written = box.pango_layout.text.encode()
    run = box.pango_layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, shaped, run = run.data.item, run.data.glyphs, run.next
        font, _ = stream.add_font(item.analysis.font)
        starts = [shaped.log_clusters[index] for index in range(shaped.num_glyphs)]
        ends = sorted({*starts, item.length})
        backwards = bool(item.analysis.level % 2)
        for start in dict.fromkeys(starts):
            group = written[item.offset + start : item.offset + ends[ends.index(start) + 1]].decode()
            glyphs = [shaped.glyphs[index].glyph for index, one in enumerate(starts) if one == start]
            shown = [glyph for glyph in glyphs if glyph != pango.PANGO_GLYPH_EMPTY]
            for glyph, meaning in zip(
                shown, text_layer.shared_out(group, len(shown), backwards=backwards), strict=True
            ):
                is_plain = glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG or font.bitmap or font.type == "otf"
                yield "" if is_plain else f"{font.codes.code(glyph, meaning):04x}"


def _add_codes(document: Any, font: Any, described: Any) -> None:
    """Write a font's further codes into the maps of the finished font."""
    others = {code: (glyph, text) for (glyph, text), code in font.codes.others.items()}
    to_unicode = _object(document, described["ToUnicode"]).stream
    at = to_unicode.index(b"endcmap")
    to_unicode[at:at] = text_layer.meanings({code: text for code, (_, text) in others.items()})
    outlines = _object(document, described["DescendantFonts"][0])
    drawn = text_layer.glyph_map({code: glyph for code, (glyph, _) in others.items()}, font.widths)
    chart = pydyf.Stream([drawn], compress=True)
    document.add_object(chart)
    outlines["CIDToGIDMap"] = chart.reference
    outlines["W"].extend([min(others), pydyf.Array(font.widths[glyph] for glyph, _ in others.values())])


def _object(document: Any, reference: Any) -> Any:
    return document.objects[int(reference.split()[0])]
