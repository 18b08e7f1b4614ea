"""The colours of a pack: the vendor's own where it chose one, and text on it that can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

WHITE = "#ffffff"
READABLE = 4.5  # WCAG 2.2, level AA, text of ordinary size
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Theme:
    """`field` is the cover's ground, `kicker` and `soft` are text on it, `accent` is set on white."""

    field: str
    kicker: str
    soft: str
    accent: str


DEFAULT = Theme(field="#0f1d30", kicker="#7fd1c4", soft="#c3cfdc", accent="#0d8073")


def is_colour(text: str) -> bool:
    """Whether this is #rrggbb in lower case: nothing else ever reaches a style sheet."""
    return _COLOUR.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_readable(accent: str) -> bool:
    """Whether text of this colour on white, and white text on it, can be read."""
    return contrast(accent, WHITE) >= READABLE


def darkened(accent: str) -> str:
    """The nearest darker shade that is readable; the colour itself where it is."""
    shade, step = accent, 0
    while not is_readable(shade):
        step += 1
        shade = _mixed(accent, "#000000", step / 100)
    return shade


def theme_of(accent: str) -> Theme:
    """The colours of a pack with this accent; the portal's own where there is none or it cannot be used."""
    if not is_colour(accent) or not is_readable(accent):
        return DEFAULT
    # As much of the ground shines through quiet text as leaves it readable.
    soft = next(
        shade
        for share in range(22, -1, -1)
        if contrast(shade := _mixed(WHITE, accent, share / 100), accent) >= READABLE
    )
    return Theme(field=accent, kicker=soft, soft=soft, accent=accent)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, other: str, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_parts(colour), _parts(other), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
