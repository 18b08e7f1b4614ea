"""Adds the text layer of `text_layer` to the fonts of WeasyPrint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pydyf
from weasyprint import pdf
from weasyprint.draw import text
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi, pango

from assessments.reports.pdf import text_layer

# What the library and our own code raise over a line they do not understand.
DRAWING_ERRORS = (ValueError, LookupError, ArithmeticError, TypeError, AssertionError)


@dataclass(frozen=True, slots=True)
class Marred:
    """A line that could not be printed as it is: its element, its text and the reason."""

    element: Any
    text: str
    why: str


_marred: list[Marred] = []


def marred_lines() -> list[Marred]:
    """Lines that were not printed as they are, since the last call."""
    lines = list(_marred)
    _marred.clear()
    return lines


@cache
def teach() -> None:
    """Once in a process: it changes the library where it draws a line of text, a page's margin and a font's maps."""
    _keep_text_legible()
    _keep_margins_apart()


def _keep_text_legible() -> None:
    """Add the text layer to WeasyPrint. Once per process, because it replaces methods of the library."""
    draw_line, show_text = text.draw_first_line, Stream.show_text
    make, build_fonts = Font.__init__, pdf.build_fonts_dictionary

    def draw_legible_line(stream: Any, box: Any, *rest: Any) -> Any:
        try:
            stream.codes = iter(list(_codes_of_line(stream, box)) if text_layer.is_shaped(box.text) else ())
            return draw_line(stream, box, *rest)
        except DRAWING_ERRORS as error:
            _marred.append(Marred(box.element, box.text, f"{type(error).__name__}: {error}"))
            stream.codes = iter(())
            return _drawn_otherwise(draw_line, stream, box, *rest)
        finally:
            stream.codes = iter(())

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

    Stream.codes = iter(())  # of text that is drawn elsewhere, such as in charts
    text.draw_first_line, Stream.show_text = draw_legible_line, show_legible_text
    Font.__init__, pdf.build_fonts_dictionary = make_font, build_legible_fonts


def _drawn_otherwise(draw_line: Any, stream: Any, box: Any, *rest: Any) -> Any:
    """A line as well as possible: first its glyphs without our help, then its characters as code points, then blank."""
    for attempt in (box.pango_layout.text, text_layer.in_ascii(box.pango_layout.text)):
        try:
            box.pango_layout.set_text(attempt)
            return draw_line(stream, box, *rest)
        except DRAWING_ERRORS:
            continue
    return []


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
    # As the library does before it draws: a paragraph separator ends no line.
    pango.pango_layout_set_single_paragraph_mode(box.pango_layout.layout, True)
    written = box.pango_layout.text.encode()
    run = box.pango_layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        yield from _codes_of_run(stream, run.data, written)
        run = run.next


def _codes_of_run(stream: Any, run: Any, written: bytes) -> Iterator[str]:
    item, shaped = run.item, run.glyphs
    font, _ = stream.add_font(item.analysis.font)
    drawn: dict[int, list[int]] = {}  # glyphs by the place their group begins at, from left to right
    for index in range(shaped.num_glyphs):
        shown = drawn.setdefault(shaped.log_clusters[index], [])
        if shaped.glyphs[index].glyph != pango.PANGO_GLYPH_EMPTY:
            shown.append(shaped.glyphs[index].glyph)
    starts = sorted(drawn)
    texts = [
        written[item.offset + start : item.offset + end].decode("utf-8", "replace")
        for start, end in zip(starts, [*starts[1:], item.length], strict=True)
    ]
    meant = text_layer.carried([(text, len(drawn[start])) for text, start in zip(texts, starts, strict=True)])
    meaning_of = dict(zip(starts, meant, strict=True))
    backwards = bool(item.analysis.level % 2)
    for start, glyphs in drawn.items():
        parts = text_layer.shared_out(meaning_of[start], len(glyphs), backwards=backwards)
        for glyph, meaning in zip(glyphs, parts, strict=True):
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
