"""Merges PDFs of parts: pages, structure tree, bookmarks, named destinations and page numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, OutlineItem, Page, Pdf, String

from assessments.reports.pdf.split import NUMBERS

FONT_NAME = Name("/PageNumbers")
PIXEL = 0.75  # points
_COLOUR = re.compile(rb"[\d. ]+ rg\n")
_SHOWN = re.compile(rb"(?P<x>[\d.]+) (?P<y>[\d.]+) Tm\n(?P<font>/\S+) (?P<size>[\d.]+) Tf\n\[(?P<glyphs>.*?)\] ?TJ")


def join(parts: Sequence[bytes], *, sample: bytes) -> bytes:
    """One PDF. Its title, language and conformance are those of the first part.

    `sample` is a page that shows every character of page numbers: it says where, in which font and in which colour the
    numbers are printed. The first page, the cover, gets none.
    """
    with Pdf.open(io.BytesIO(parts[0])) as book, Pdf.open(io.BytesIO(sample)) as numbers:
        names, bookmarks = _names(book, book, 0), _bookmarks(book, book, 0)
        for part in parts[1:]:
            with Pdf.open(io.BytesIO(part)) as other:
                offset = len(book.pages)
                for page in other.pages:
                    book.pages.append(page)
                _append_structure(book, other, offset)
                names |= _names(book, other, offset) | names
                bookmarks += _bookmarks(book, other, offset)
        with book.open_outline() as outline:
            outline.root[:] = bookmarks
        flat = [one for name, target in sorted(names.items()) for one in (String(name), target)]
        book.Root.Names = Dictionary(Dests=Dictionary(Names=Array(flat)))
        _print_numbers(book, _number_style(numbers), numbers)
        target = io.BytesIO()
        book.save(target, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
        return target.getvalue()


def _append_structure(book: Pdf, other: Pdf, offset: int) -> None:
    """Hang the other's structure tree into the book's; pages and links keep finding their places in it."""
    numbers = book.Root.StructTreeRoot.ParentTree.Nums
    document = book.Root.StructTreeRoot.K[0]
    start = max((int(one) for one in list(numbers)[::2]), default=-1) + 1
    copied = book.copy_foreign(other.Root.StructTreeRoot)
    for kid in copied.K[0].K:
        kid.P = document
        document.K.append(kid)
    for at, one in enumerate(copied.ParentTree.Nums):
        numbers.append(one if at % 2 else int(one) + start)
    for page in list(book.pages)[offset:]:
        page.obj.StructParents = int(page.obj.StructParents) + start
        for annotation in page.obj.get("/Annots", ()):
            annotation.StructParent = int(annotation.StructParent) + start


def _names(book: Pdf, source: Pdf, offset: int) -> dict[str, Object]:
    """Where each id leads, as places in the book."""
    if "/Names" not in source.Root:
        return {}
    flat = list(source.Root.Names.Dests.Names)
    place = _places(book, source, offset)
    return {str(name): place(target) for name, target in zip(flat[::2], flat[1::2], strict=True)}


def _bookmarks(book: Pdf, source: Pdf, offset: int) -> list[OutlineItem]:
    place = _places(book, source, offset)

    def moved(items: Iterable[OutlineItem]) -> list[OutlineItem]:
        made = []
        for one in items:
            item = OutlineItem(one.title, place(cast(Object, one.destination)))
            item.children.extend(moved(one.children))
            item.is_closed = one.is_closed
            made.append(item)
        return made

    with source.open_outline() as outline:
        return moved(outline.root)


def _places(book: Pdf, source: Pdf, offset: int) -> Callable[[Object], Array]:
    """Turns a destination of the source into the same place of the book."""
    number_of = {page.obj.objgen: offset + number for number, page in enumerate(source.pages)}
    return lambda target: Array([book.pages[number_of[target[0].objgen]].obj, *list(target)[1:]])


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How page numbers are printed; `right` and `bottom` are distances of their last baseline point from the corner."""

    colour: bytes
    size: float
    right: float
    bottom: float
    glyphs: dict[str, bytes]
    widths: dict[str, float]
    font: str

    def drawn(self, text: str, page: Page) -> bytes:
        """Operators that show a number on a page."""
        _left, bottom, right, _top = (float(edge) for edge in page.mediabox)
        x = right - self.right - sum(self.widths[one] for one in text) * self.size / 1000
        glyphs = b"".join(self.glyphs[one] for one in text)
        return b"Q /Artifact <</Type /Pagination>> BDC q %sBT 1 0 0 1 %.3f %.3f Tm %s %.3f Tf <%s> Tj ET Q EMC" % (
            self.colour,
            x,
            bottom + self.bottom,
            bytes(FONT_NAME),
            self.size,
            glyphs,
        )


def _number_style(sample: Pdf) -> NumberStyle:
    """Read from the one line of text that the sample shows."""
    page = sample.pages[0]
    drawn = page.obj.Contents.read_bytes()
    shown, colour = _SHOWN.search(drawn), _COLOUR.search(drawn)
    if shown is None or colour is None:
        raise ValueError("the sample of page numbers shows no text")
    codes = b"".join(re.findall(rb"<([0-9a-f]+)>", shown["glyphs"]))
    glyphs = {one: codes[4 * at : 4 * at + 4] for at, one in enumerate(NUMBERS)}
    by_code = _widths(page.obj.Resources.Font[shown["font"].decode()])
    widths = {one: by_code[int(code, 16)] for one, code in glyphs.items()}
    size = PIXEL * float(shown["size"])
    end = PIXEL * float(shown["x"]) + (sum(widths.values()) + widths["0"]) * size / 1000
    _, _, right, top = (float(edge) for edge in page.mediabox)
    return NumberStyle(
        colour[0], size, right - end, top - PIXEL * float(shown["y"]), glyphs, widths, shown["font"].decode()
    )


def _widths(font: Object) -> dict[int, float]:
    flat = list(font.DescendantFonts[0].W)
    return {
        int(first) + step: float(width)
        for first, widths in zip(flat[::2], flat[1::2], strict=True)
        for step, width in enumerate(widths)
    }


def _print_numbers(book: Pdf, style: NumberStyle, sample: Pdf) -> None:
    font = book.copy_foreign(sample.pages[0].obj.Resources.Font[style.font])
    keep = book.make_stream(b"q")
    for number, page in enumerate(book.pages, 1):
        if number == 1:
            continue
        page.obj.Resources.Font[FONT_NAME] = font
        number_shown = book.make_stream(style.drawn(f"{number} / {len(book.pages)}", page))
        page.obj.Contents = Array([keep, page.obj.Contents, number_shown])
