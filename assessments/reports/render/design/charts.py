"""Charts of a pack, drawn as SVG on the server. Numbers go in, never text of users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# The typesetter does not apply the document's style sheet inside a drawing, so colours are attributes here.
COLOURS = {
    "met": "#1a8f6d",
    "not_met": "#cf3a3a",
    "not_sure": "#d9922b",
    "not_started": "#c5ced8",
    "not_applicable": "#7d8fa3",
}
ORDER = ("met", "not_met", "not_sure", "not_started", "not_applicable")


@dataclass(frozen=True, slots=True)
class Segment:
    """One coloured stretch of a bar; units are those of the chart's own coordinate system."""

    colour: str
    x: float
    width: float
    count: int


def bar(by_status: Mapping[str, int], *, width: float = 100.0, gap: float = 0.6) -> list[Segment]:
    """One stacked bar over its full width; statuses without requirements leave no trace. Empty when there are none."""
    shown = [(status, by_status.get(status, 0)) for status in ORDER if by_status.get(status, 0)]
    total = sum(count for _, count in shown)
    usable = width - gap * max(len(shown) - 1, 0)
    segments, x = [], 0.0
    for status, count in shown:
        length = usable * count / total
        segments.append(Segment(COLOURS[status], round(x, 3), round(length, 3), count))
        x += length + gap
    return segments


@dataclass(frozen=True, slots=True)
class Arc:
    """One stretch of a ring, as the dash pattern and rotation of an SVG circle of circumference 100."""

    colour: str
    length: float
    offset: float

    @property
    def rest(self) -> float:
        """The gap of the dash pattern."""
        return round(100 - self.length, 3)


def ring(by_status: Mapping[str, int]) -> list[Arc]:
    """A ring of all statuses, beginning at twelve o'clock, clockwise."""
    total = sum(by_status.get(status, 0) for status in ORDER)
    arcs, done = [], 0.0
    for status in ORDER:
        count = by_status.get(status, 0)
        if count:
            length = 100 * count / total
            arcs.append(Arc(COLOURS[status], round(length, 3), round(25 - done, 3)))
            done += length
    return arcs


@dataclass(frozen=True, slots=True)
class Tile:
    colour: str
    x: float
    width: float
    applies: bool


@dataclass(frozen=True, slots=True)
class Tiles:
    """One row of tiles in a coordinate system of `width` by `height`."""

    tiles: Sequence[Tile]
    width: float
    height: float


def tiles(sections: Sequence[Sequence[tuple[str, bool]]], *, width: float = 162.0, height: float = 8.0) -> Tiles:
    """One tile for each requirement, given as (status, applies), with a wider gap between sections."""
    small, wide = 0.8, 2.4
    count = sum(len(section) for section in sections)
    gaps = sum(small * (len(section) - 1) for section in sections if section) + wide * max(len(sections) - 1, 0)
    side = (width - gaps) / max(count, 1)
    drawn, x = [], 0.0
    for section in sections:
        for status, applies in section:
            drawn.append(Tile(COLOURS[status], round(x, 3), round(side, 3), applies))
            x += side + small
        x += wide - small
    return Tiles(drawn, width, height)


def in_words(by_status: Mapping[str, int], labels: Mapping[str, str]) -> str:
    """What a chart shows, for those who cannot see it: "3 met, 1 not met"."""
    parts: Sequence[str] = [
        f"{by_status[status]} {labels[status].lower()}" for status in ORDER if by_status.get(status)
    ]
    return ", ".join(parts) or "nothing to show"
