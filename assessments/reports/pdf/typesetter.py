"""What turns HTML into PDF, and with `lettering.font_maps` the only module that imports WeasyPrint.

It runs in children of `pdf.server`, under limits, with a fetcher that reads neither network nor files.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import woff2
from pydyf import String
from weasyprint import HTML, Document
from weasyprint.text.ffi import ffi, fontconfig
from weasyprint.urls import URLFetcher, URLFetcherResponse

from assessments.reports.pdf import font_maps

ASSETS = Path(__file__).parent.parent / "assets"
IMAGE_TYPES = ("data:image/png;base64,", "data:image/jpeg;base64,")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF, how many pages it has, and the page (counted from 0) of each id in it.

    `marred` has, by the id they stand under, why lines were not drawn as they are.
    """

    document: bytes
    pages: int
    places: dict[str, int]
    marred: dict[str, str]


@cache
def font(name: str) -> bytes:
    """A bundled font unpacked: done once, before the children are forked."""
    unpacked = io.BytesIO()
    woff2.decompress(io.BytesIO((ASSETS / name).read_bytes()), unpacked)
    return unpacked.getvalue()


def unpack_fonts(html: str) -> None:
    """Unpack the fonts that a document declares."""
    for name in asset_names() & set(re.findall(r"asset:([\w./-]+\.woff2)", html)):
        font(name)


@cache
def machine_has_fonts() -> bool:
    """Whether fontconfig finds a font. Where it finds none, text without a bundled font crashes the whole process."""
    configuration = fontconfig.FcInitLoadConfigAndFonts()
    try:
        fonts = fontconfig.FcConfigGetFonts(configuration, fontconfig.FcSetSystem)
        return bool(fonts != ffi.NULL and fonts.nfont)
    finally:
        fontconfig.FcConfigDestroy(configuration)


@cache
def asset_names() -> frozenset[str]:
    """Names are compared with what stands in the folder, so no name can lead out of it."""
    return frozenset(path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file())


class ClosedFetcher(URLFetcher):
    """Serves images we made ourselves, as data, and our own bundled assets by plain name; nothing else."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith(IMAGE_TYPES):
            kind, _, body = url.removeprefix("data:").partition(";base64,")
            return URLFetcherResponse(url, base64.b64decode(body, validate=True), {"Content-Type": kind})
        name = url.removeprefix("asset:")
        if url.startswith("asset:") and name in asset_names():
            return URLFetcherResponse(url, font(name) if name.endswith(".woff2") else (ASSETS / name).read_bytes())
        raise ValueError("only bundled assets are read")


def typeset(html: str, options: Mapping[str, Any]) -> Typeset:
    """PDF/UA-1 of a whole HTML document. The same input gives the same bytes.

    `options` are `identifier`, 32 hex digits, and `part`, a number that tells this document's ids from other parts'.
    """
    font_maps.teach()
    font_maps.marred_lines()  # a process may typeset more than one document
    source = HTML(string=html, url_fetcher=ClosedFetcher(allow_redirects=False), base_url="asset:")
    rendered = source.render(pdf_variant="pdf/ua-1", output_intent="srgb")
    places: dict[str, int] = {}
    for number, page in enumerate(rendered.pages):
        places = dict.fromkeys(page.anchors, number) | places
    _let_links_out(rendered, places)
    document: bytes = rendered.write_pdf(
        finisher=lambda _, pdf: _finish(pdf, options.get("part", 0)),
        pdf_variant="pdf/ua-1",
        output_intent="srgb",
        pdf_identifier=bytes.fromhex(options["identifier"]),
        custom_metadata=False,
        full_fonts=False,
    )
    return Typeset(document, len(rendered.pages), places, _marred(source))


def _marred(source: HTML) -> dict[str, str]:
    lines = font_maps.marred_lines()
    if not lines:
        return {}
    names: dict[Any, str] = {}
    waiting = [(source.etree_element, "")]
    while waiting:
        element, name = waiting.pop()
        if element.tag in ("article", "section"):
            name = element.get("id") or name
        names[element] = name
        waiting.extend((child, name) for child in element)
    return {names.get(line.element, ""): line.why[:200] for line in lines}


def _let_links_out(rendered: Document, places: Mapping[str, int]) -> None:
    """A link to an id that is in another part would be dropped; as an address it stays, and is turned back below."""
    for page in rendered.pages:
        page.links = [
            ("external", f"#{target}", *rest) if kind == "internal" and target not in places else (kind, target, *rest)
            for kind, target, *rest in page.links
        ]


def _finish(pdf: Any, part: int) -> None:
    for one in pdf.objects:
        if not isinstance(one, dict):
            continue
        if one.get("Subtype") == "/Link":
            # Links print as they show: without the flag a reader may leave their text out on paper.
            one["F"] = 4
            _turn_back(one)
        elif "ID" in one and one.get("Type") == "/StructElem":
            # The same string object stands in the cells that name this header.
            one["ID"].string = f"{part}-{one['ID'].string}"


def _turn_back(link: Any) -> None:
    address = link["A"]["URI"].string if "A" in link else ""
    if address.startswith("#"):
        del link["A"]
        link["Dest"] = String(address[1:])
        link["Contents"] = String(address[1:])
