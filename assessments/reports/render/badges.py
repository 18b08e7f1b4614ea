"""Sizes of a badge: SVG has no layout, so the width of its text is computed here."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.reports.render.printable import printable_text

PADDING, WIDE, NARROW = 8, 12.5, 6.8  # pixels; CJK letters and pictographs are wide
DONE, HALF, BEGUN = "#1a7f5a", "#a06b00", "#5d6b7c"


@dataclass(frozen=True, slots=True)
class BadgePicture:
    label: str
    value: str
    label_width: int
    value_width: int
    colour: str

    @property
    def width(self) -> int:
        return self.label_width + self.value_width

    @property
    def label_middle(self) -> float:
        return self.label_width / 2

    @property
    def value_middle(self) -> float:
        return self.label_width + self.value_width / 2


def badge_picture(label: str, percent: int) -> BadgePicture:
    """Words, measures and colour of a badge."""
    shown, value = printable_text(" ".join(label.split())), f"{percent} %"
    colour = DONE if percent == 100 else HALF if percent >= 50 else BEGUN
    return BadgePicture(shown, value, _width(shown), _width(value), colour)


def _width(text: str) -> int:
    letters = sum(WIDE if ord(one) > 0x1100 else NARROW for one in text)
    return round(letters + 2 * PADDING)
