"""Bundled fonts: which ones a text needs, and their CSS.

The fonts are cut into files of a few dozen to a few hundred characters. Declaring all of them costs seconds, so only
those are declared that hold a character of the document. A machine without the files sets packs in its own fonts.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "assets" / "fonts"
PLAIN, FIXED = "Pack Sans", "Pack Mono"
LAST_RESORT = '"DejaVu Sans", sans-serif'
# Characters that shape or order their neighbours and have no picture of their own: of those that Unicode calls default
# ignorable, the ones that hide nothing and fill no space.
INVISIBLE = frozenset(
    chr(code)
    for first, last in (
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x17B4, 0x17B5),
        (0x180B, 0x180E),
        (0x200B, 0x200F),
        (0x2060, 0x2064),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
        (0xE0100, 0xE01EF),
    )
    for code in range(first, last + 1)
)
SHAPELESS = INVISIBLE | frozenset("\n\t ")


@dataclass(frozen=True, slots=True)
class FontFile:
    family: str
    file: str
    weight: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, character: int) -> bool:
        position = bisect_right(self.starts, character) - 1
        return position >= 0 and character <= self.ends[position]


@cache
def font_files() -> tuple[FontFile, ...]:
    """The bundled font files in order of preference; empty if they were not fetched."""
    try:
        index = json.loads((FOLDER / "index.json").read_text())
    except FileNotFoundError:
        return ()
    return tuple(
        FontFile(one["family"], one["file"], one["weight"], *(tuple(ends) for ends in zip(*one["ranges"], strict=True)))
        for one in index
    )


@cache
def file_for(character: int) -> FontFile | None:
    """The preferred file with this character. Monospaced text falls back to the others, so it is not asked for."""
    return next((one for one in font_files() if one.family != "mono" and one.has(character)), None)


def is_invisible(character: str) -> bool:
    """True if a character has no glyph of its own and only affects its neighbors."""
    return character in INVISIBLE


def is_covered(character: str) -> bool:
    """Whether a character can be shown. Without bundled fonts nobody knows, so it is left to the machine's."""
    return character in SHAPELESS or not font_files() or file_for(ord(character)) is not None


def in_code_points(text: str, covered: Callable[[str], bool] = is_covered) -> str:
    """The text with every character that no font has written out as its code point: it must never just vanish."""
    if text.isascii():
        return text
    return "".join(
        one if covered(one) or unicodedata.combining(one) or _is_tag(one) else f"[U+{ord(one):04X}]" for one in text
    )


def _is_tag(character: str) -> bool:
    """Of a flag such as that of Scotland; `printable` has written out every other."""
    return "\U000e0020" <= character <= "\U000e007f"


def styles_for(text: str) -> tuple[str, str, str]:
    """@font-face rules for what a text needs, and the values of font-family for plain and for monospaced text."""
    needed: dict[str, None] = {}  # in order, without doubles
    for character in sorted({ord(one) for one in text}):
        found = file_for(character)
        if found is not None:
            needed.setdefault(found.file)
    extra = [one for one in font_files() if one.file in needed and not _is_base(one)]
    base = [one for one in font_files() if _is_base(one)]
    names = {one.file: _name(one) for one in [*base, *_with_weights(extra)]}
    rules = "".join(
        f'@font-face{{font-family:"{name}";font-weight:{_weights(file)};src:url(asset:fonts/{file})}}'
        for file, name in names.items()
    )
    others = ", ".join(f'"{name}"' for name in dict.fromkeys(names.values()) if name not in (PLAIN, FIXED))
    tail = f"{others}, {LAST_RESORT}" if others else LAST_RESORT
    return rules, f'"{PLAIN}", {tail}', f'"{FIXED}", "DejaVu Sans Mono", "{PLAIN}", {tail}'


def _is_base(one: FontFile) -> bool:
    return one.family in ("sans", "mono") and "-latin-" in one.file and "-latin-ext-" not in one.file


def _with_weights(files: Iterable[FontFile]) -> list[FontFile]:
    """With each file of the plain family its bold twin."""
    wanted = {_stem(one) for one in files}
    return [one for one in font_files() if _stem(one) in wanted]


def _stem(one: FontFile) -> str:
    return one.file.replace("-600-", "-400-")


def _name(one: FontFile) -> str:
    if _is_base(one):
        return PLAIN if one.family == "sans" else FIXED
    return f"Pack {_stem(one).removesuffix('.woff2')}"


def _weights(file: str) -> str:
    return "600" if "-600-" in file else "400"
