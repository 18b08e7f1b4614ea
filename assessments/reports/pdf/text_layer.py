"""The text layer of a PDF, so that text can be copied and read aloud as it was written.

A shaped script draws other glyphs than its characters, several for one or one for several. The typesetter keeps one
meaning for each glyph, that of its first use, and none for the first glyphs of a group. Here a glyph gets one code for
each meaning it has in the document, and the code is mapped to both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# Right-to-left scripts, the scripts of South and South-East Asia, what joins or marks a letter, presentation forms.
_SHAPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0590-\u08ff\u0900-\u109f\u1700-\u18af\u1900-\u1aff\u1b00-\u1cff\u200c-\u200f"
    "\u20d0-\u20ff\ua800-\uabff\ufb1d-\ufdff\ufe00-\ufe0f\ufe20-\ufe2f\ufe70-\ufeff\U00010800-\U00011fff"
    "\U0001e800-\U0001efff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
)
# What a glyph means that adds nothing to its letter, such as the dots some fonts draw by themselves.
NOTHING = "\u200d"
# Break opportunities, ours among them, and byte order marks, which the maps of an archival PDF may not hold.
UNSAID = str.maketrans("", "", "\u200b\ufeff")
# Fonts of ours have a few thousand glyphs at most.
FIRST_FREE, LAST_FREE = 0xE000, 0xFFFD


def is_shaped(text: str) -> bool:
    """Whether some glyphs of a line may not simply be its characters, one by one."""
    return not text.isascii() and _SHAPED.search(text) is not None


def in_ascii(text: str) -> str:
    """The text with everything but plain Latin letters, digits and signs as code points."""
    return "".join(one if " " <= one <= "~" else f"[U+{ord(one):04X}]" for one in text)


def shared_out(text: str, glyphs: int, *, backwards: bool) -> list[str]:
    """The characters of a group dealt out to its glyphs from left to right; `backwards` for right-to-left scripts.

    A group without glyphs (a joiner, a direction mark, a variation selector) has nothing to deal to: see `carried`.
    """
    if not glyphs:
        return []
    if glyphs > len(text):
        text = unicodedata.normalize("NFKD", text)  # Thai draws its sara am in two pieces
    characters = list(text)
    parts = [*characters[: glyphs - 1], "".join(characters[glyphs - 1 :])] if glyphs <= len(text) else characters
    parts += [NOTHING] * (glyphs - len(parts))
    return parts[::-1] if backwards else parts


def carried(groups: Sequence[tuple[str, int]]) -> list[str]:
    """What each group means, in reading order, when groups are given as (text, number of glyphs shown).

    The text of a group that shows no glyph goes to the group before it, at the beginning of a line to the one after it.
    So a joiner or variation selector is copied together with the letter it belongs to.
    """
    meant = [text.translate(UNSAID) for text, _ in groups]
    shown = [at for at, (_, glyphs) in enumerate(groups) if glyphs]
    before, first = None, shown[0] if shown else None
    for at, (_, glyphs) in enumerate(groups):
        if glyphs:
            before = at
        elif before is not None:
            meant[before], meant[at] = meant[before] + meant[at], ""
    if first:
        meant[: first + 1] = [*[""] * first, "".join(meant[: first + 1])]
    return meant


@dataclass(slots=True)
class Codes:
    """The codes of one font: a glyph's own number stands for its first meaning, a free number for each other."""

    first: dict[int, str]
    others: dict[tuple[int, str], int] = field(default_factory=dict)

    def code(self, glyph: int, text: str) -> int:
        """The code that draws this glyph and means this text."""
        if self.first.setdefault(glyph, text) == text:
            return glyph
        free = FIRST_FREE + len(self.others)
        return self.others.setdefault((glyph, text), free) if free <= LAST_FREE else glyph


def meanings(codes: Mapping[int, str]) -> list[bytes]:
    """Lines of a ToUnicode map that say what each code means."""
    return _batches("bfchar", (f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in codes.items()))


def glyph_map(others: Mapping[int, int], glyphs: Iterable[int]) -> bytes:
    """Which glyph each code draws, two bytes for each code from nought on."""
    drawn = {glyph: glyph for glyph in glyphs} | dict(others)
    table = bytearray(2 * (max(drawn, default=0) + 1))
    for code, glyph in drawn.items():
        table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return bytes(table)


def _batches(kind: str, lines: Iterable[str], size: int = 100) -> list[bytes]:
    """A map holds at most a hundred lines in one go."""
    every = list(lines)
    batches = [every[start : start + size] for start in range(0, len(every), size)]
    return ["\n".join([f"{len(batch)} begin{kind}", *batch, f"end{kind}"]).encode() for batch in batches]
