"""Splits a document into parts that are rendered in parallel, and passes page numbers to them.

What the templates promise: the body is a row of `<section>`s, none inside another, and each begins a page. A link of
class `page-of` shows the page it leads to. Running lines come from attributes of the body. Page numbers stand
right-aligned in `@bottom-right`, as "page / pages", on every page but the first; they are printed when the parts are
joined.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

# A part costs a tenth of a second whatever is in it, and memory by what is in it. The division depends on nothing but
# the document, never on the machine: the same document gives the same bytes everywhere.
PART_CHARACTERS = 50_000
NUMBERS = "0123456789/ "
UNNUMBERED = "<style>@page { @bottom-right { content: none } } .page-of::after { content: attr(data-page) }</style>"
SAMPLE = f'<style>@page {{ @bottom-right {{ content: "{NUMBERS}0"; font-kerning: none }} }}</style>'
_SECTION = re.compile(r"(?=<section[ >])")
_PICTURE = re.compile(r'"data:[^"]*"')
_PAGE_OF = re.compile(r'<a class="page-of" href="#([^"]*)"')


@dataclass(frozen=True, slots=True)
class Part:
    """A whole HTML document. One that `waits` shows page numbers of others and is typeset after them."""

    html: str
    waits: bool = False

    def with_pages(self, pages: Mapping[str, int]) -> str:
        """The document with the page number that each of its links leads to."""
        return _PAGE_OF.sub(lambda found: f'{found[0]} data-page="{pages.get(unescape(found[1]), "")}"', self.html)


def divide(html: str) -> list[Part]:
    """The parts in their order; a document that is small or keeps no promise is one part, as it is."""
    before, *sections = _SECTION.split(html)
    groups = _grouped(sections)
    head, style, body = before.partition("</head>")
    if len(groups) < 2 or not style:
        return [Part(html)]
    groups[-1], end, after = groups[-1].rpartition("</body>")
    opening = head + UNNUMBERED + style + body
    return [Part(f"{opening}{group}{end}{after}", waits=_waits(group)) for group in groups]


def sample_of_numbers(html: str) -> str:
    """An empty page whose number consists of every character that page numbers are made of."""
    head, style, _ = html.partition("</head>")
    return f"{head}{SAMPLE}{style}<body></body></html>"


def _grouped(sections: list[str]) -> list[str]:
    groups: list[str] = []
    weights: list[int] = []
    for section in sections:
        alone = not groups or _waits(section) or _waits(groups[-1])
        if alone or weights[-1] + _weight(section) > PART_CHARACTERS:
            groups.append(section)
            weights.append(_weight(section))
        else:
            groups[-1] += section
            weights[-1] += _weight(section)
    return groups


def _weight(section: str) -> int:
    """In characters; a picture is as light as any image, however long its address."""
    return len(_PICTURE.sub("", section))


def _waits(section: str) -> bool:
    return _PAGE_OF.search(section) is not None
