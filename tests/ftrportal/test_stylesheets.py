"""The stylesheets: small, complete, without leftovers, and readable in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
MOST_BYTES = 60_000
# Packs and mails have styles of their own.
PAGES = [
    path
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if path.relative_to(ROOT / "templates").parts[0] not in {"reports", "email"}
]
ATTRIBUTE = re.compile(r'\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', re.DOTALL)
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
SET_BY_HTMX = {"htmx-request"}


def all_css() -> str:
    """Every stylesheet without comments, strings and addresses."""
    text = "\n".join(path.read_text() for path in SHEETS)
    return re.sub(r'/\*.*?\*/|url\([^)]*\)|"[^"]*"', "", text, flags=re.DOTALL)


def defined_classes() -> set[str]:
    selectors = re.findall(r"([^{};]+)\{", all_css())
    return {name for selector in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)}


def used_classes(html: str) -> tuple[set[str], set[str]]:
    """Whole class names of a template, and the beginnings whose rest is filled in ("tone-")."""
    names: set[str] = set()
    beginnings: set[str] = set()
    for value in ATTRIBUTE.findall(html):
        for word in TAG.sub("\0", value).split():
            first, *rest = word.split("\0")
            if first.endswith("-"):
                beginnings.add(first)
            else:
                names.update(filter(None, [first, *rest]))
    return names, beginnings


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; dark changes only some of the light ones."""
    text = (ROOT / "static/css/tokens.css").read_text()
    light, dark = text.split("@media screen")
    read = re.compile(r"--([\w-]+): (#[0-9a-f]{3,6});")
    return dict(read.findall(light)) | (dict(read.findall(dark)) if theme == "dark" else {})


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_page_loads_more_css_than_allowed():
    assert SHEETS
    assert sum(path.stat().st_size for path in SHEETS) < MOST_BYTES


def test_pages_load_only_stylesheets_of_ours():
    named = {name for path in PAGES for name in re.findall(r'static "([^"]+\.css)"', path.read_text())}

    assert named == {f"css/{path.name}" for path in SHEETS}


@pytest.mark.parametrize(
    ("html", "names", "beginnings"),
    [
        ('<p class="card {% if x == "a" %}card-pad{% endif %}">', {"card", "card-pad"}, set()),
        ('<p class="card{% if x %} wide{% else %} thin{% endif %}">', {"card", "wide", "thin"}, set()),
        ('<p class="badge tone-{% if x %}warn{% else %}info{% endif %}">', {"badge"}, {"tone-"}),
        ('<p class="btn-{{ kind|default:"primary" }}">', set(), {"btn-"}),
    ],
)
def test_classes_are_read_from_templates(html, names, beginnings):
    assert used_classes(html) == (names, beginnings)


def test_every_class_of_a_template_is_defined():
    defined = defined_classes()
    missing = {}
    for path in PAGES:
        names, beginnings = used_classes(path.read_text())
        lost = names - defined
        lost |= {start for start in beginnings if not any(name.startswith(start) for name in defined)}
        if lost:
            missing[str(path.relative_to(ROOT))] = sorted(lost)

    assert not missing


def test_every_defined_class_is_used():
    sources = [*PAGES, *(ROOT / "static/js").glob("*.js"), ROOT / "ftrportal/common/templatetags/ui.py"]
    words = set(re.findall(r"[\w-]+", "\n".join(path.read_text() for path in sources)))
    beginnings = {start for path in PAGES for start in used_classes(path.read_text())[1]}
    unused = {name for name in defined_classes() - words - SET_BY_HTMX if not name.startswith(tuple(beginnings))}

    assert not unused


def test_every_variable_is_defined_and_used():
    css = all_css()
    defined = set(re.findall(r"(--[\w-]+):", css))
    used = set(re.findall(r"var\((--[\w-]+)", css))

    assert defined == used


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_each_declaration_has_a_line_of_its_own(path):
    text = re.sub(r'/\*.*?\*/|url\("[^"]*"\)', "", path.read_text(), flags=re.DOTALL)
    crowded = [line for line in text.splitlines() if line.count(";") > 1 or ("{" in line and ";" in line)]

    assert not crowded


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(theme):
    colours = tokens(theme)
    pairs = [(word, ground) for word in ("ink", "text", "muted") for ground in ("page", "surface", "sunken", "hover")]
    pairs += [("link", ground) for ground in ("page", "surface", "sunken")]
    pairs += [("on-primary", "button"), ("on-primary", "button-hover"), ("ink", "info-bg"), ("ink", "quiet-bg")]
    for tone in ("good", "bad", "warn", "info", "quiet"):
        pairs += [(tone, ground) for ground in (f"{tone}-bg", "page", "surface", "sunken")]
    weak = {pair: ratio for pair in pairs if (ratio := contrast(*map(colours.__getitem__, pair))) < 4.5}

    assert not weak


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_of_fields_and_the_focus_ring_can_be_seen(theme):
    colours = tokens(theme)
    pairs = [(line, ground) for line in ("field-border", "focus", "primary") for ground in ("page", "surface")]
    weak = {pair: ratio for pair in pairs if (ratio := contrast(*map(colours.__getitem__, pair))) < 3}

    assert not weak


def test_contrast_is_that_of_the_standard():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
