"""A few pages compared with pictures of how they looked when a person last looked at them.

The fonts are ours, so pages differ between machines by less than the tolerance. After a change that was meant, renew
the pictures with `FTR_RENEW_PICTURES=1 make test ARGS=tests/assessments/reports/test_pages_look.py`, and look at each.
"""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from assessments.reports.pdf import fonts
from assessments.reports.pdf import rendering as pdf
from assessments.reports.render import html
from ftrportal.build import static_files
from tests.assessments.reports.plates import full_snapshot
from tests.assessments.reports.snapshots import snapshot

KEPT = Path(__file__).parent / "pictures"
DIFFERENCES = Path(__file__).resolve().parents[3] / "var" / "page-differences"
DOTS_PER_INCH = 40
FINER = 4  # drawn so many times as large and then made smaller: PDFium puts letters on whole pixels
SHADES = 16
MOST_DIFFERENCE = 2.5  # of 255, on average: a line of text that moves or goes is more
PAGES = {
    "cover": ("plain", 0),
    "cover-scripts": ("scripts", 0),
    "cover-vendor": ("vendor", 0),
    "summary": ("vendor", 2),
    "open-points": ("vendor", 3),
    "requirement": ("vendor", "3 AWS root account"),
    "architecture": ("vendor", "Annex A: Architecture"),
    "changes": ("vendor", "Annex D: Change history"),
}


@pytest.fixture(scope="module")
def documents():
    static_files.fetch()
    fonts.font_files.cache_clear()
    fonts.file_for.cache_clear()
    vendor, pictures = full_snapshot()
    vendor["sections"] = vendor["sections"][:3]
    plain, scripts = snapshot(), snapshot()
    scripts["workload"]["name"] = "東京データ تحليل ไทย हिन्दी"
    scripts["workload"]["description"] = "Зведення замовлень, προβολές και संक्षेप."
    plain["sections"] = scripts["sections"] = plain["sections"][:1]
    pages = {
        "plain": html.render(plain, sha256="ab" * 32),
        "scripts": html.render(scripts, sha256="ab" * 32),
        "vendor": html.render(vendor, sha256="ab" * 32, pictures=pictures),
    }
    return {name: pypdfium2.PdfDocument(pdf.render(page)) for name, page in pages.items()}


def shot(document, page) -> Image.Image:
    """A page in a few shades of grey; a page may be named by what stands on it under the contents."""
    if isinstance(page, str):
        page = next(at for at in range(2, len(document)) if page in document[at].get_textpage().get_text_range())
    large: Image.Image = document[page].render(scale=FINER * DOTS_PER_INCH / 72, grayscale=True).to_pil()
    return large.reduce(FINER).point(lambda shade: shade * SHADES // 256 * 255 // (SHADES - 1))


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """What differs, after both were blurred by a pixel or two: that is how far machines disagree."""
    soft = ImageFilter.GaussianBlur(1.5)
    return ImageChops.difference(one.filter(soft), other.filter(soft))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(documents, name):
    document, page = PAGES[name]
    now, path = shot(documents[document], page), KEPT / f"{name}.png"
    if os.environ.get("FTR_RENEW_PICTURES"):
        now.quantize(SHADES).save(path, optimize=True)
    before = Image.open(path).convert("L")
    assert now.size == before.size

    found = difference(now, before)
    average = ImageStat.Stat(found).mean[0]
    worst = worst_band(found)

    if average > MOST_DIFFERENCE or worst > 4 * MOST_DIFFERENCE:
        DIFFERENCES.mkdir(parents=True, exist_ok=True)
        beside(before, now, found).save(DIFFERENCES / f"{name}.png")
    assert average <= MOST_DIFFERENCE, f"see {DIFFERENCES}/{name}.png: before, now, difference"
    assert worst <= 4 * MOST_DIFFERENCE, f"see {DIFFERENCES}/{name}.png: before, now, difference"


def worst_band(found: Image.Image, height: int = 12) -> float:
    """The largest average difference of any strip as high as a line or two."""
    tops = range(0, found.height - height + 1, height // 2)
    return max(ImageStat.Stat(found.crop((0, top, found.width, top + height))).mean[0] for top in tops)


def beside(*images: Image.Image) -> Image.Image:
    sheet = Image.new("L", (sum(one.width for one in images), images[0].height), 255)
    left = 0
    for one in images:
        sheet.paste(one, (left, 0))
        left += one.width
    return sheet


def test_the_comparison_sees_a_line_that_is_gone(documents):
    page = shot(documents["vendor"], 2)
    changed = page.copy()
    # The line of the page that holds most ink.
    top = max(
        range(60, page.height - 60), key=lambda at: 255 - ImageStat.Stat(page.crop((0, at, page.width, at + 6))).mean[0]
    )
    changed.paste(255, (0, top, page.width, top + 6))

    assert worst_band(difference(page, changed)) > 4 * MOST_DIFFERENCE


def test_the_pictures_are_small():
    assert all(path.stat().st_size < 12_000 for path in KEPT.glob("*.png"))
    assert {path.stem for path in KEPT.glob("*.png")} == set(PAGES)
