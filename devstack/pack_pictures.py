"""Pages of a pack side by side as one small picture, for a README."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
from PIL import Image

GROUND, EDGE, SHADES = "#e9eef3", "#c5ced8", 96
PAGE_WIDTH, GAP = 440, 20  # pixels


def side_by_side(document: bytes, pages: Sequence[int]) -> bytes:
    """A PNG of some pages of a PDF of ours, counted from 1. Raises IndexError for a page that it has not."""
    with pypdfium2.PdfDocument(document) as opened:
        if not all(1 <= number <= len(opened) for number in pages):
            raise IndexError(f"the document has {len(opened)} pages")
        drawn = [_drawn(opened[number - 1]) for number in pages]
    height = max(page.height for page in drawn)
    sheet = Image.new("RGB", (GAP + sum(page.width + GAP for page in drawn), height + 2 * GAP), GROUND)
    left = GAP
    for page in drawn:
        sheet.paste(EDGE, (left - 1, GAP - 1, left + page.width + 1, GAP + page.height + 1))
        sheet.paste(page, (left, GAP))
        left += page.width + GAP
    target = io.BytesIO()
    # Few shades make a picture a third as large. Of the ways to choose them this one keeps colours that are rare.
    few = sheet.quantize(SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    """Twice as large as wanted and then made smaller, which keeps small letters legible."""
    image: Image.Image = page.render(scale=2 * PAGE_WIDTH / page.get_width()).to_pil().convert("RGB")
    return image.resize((PAGE_WIDTH, round(image.height * PAGE_WIDTH / image.width)), Image.Resampling.LANCZOS)
