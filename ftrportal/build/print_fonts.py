"""Copies the fonts that packs are set in from their npm packages to the typesetter's assets, with an index.

A package cuts its font into many small files; a pack uses only those that hold a character it shows.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent.parent / "assessments" / "reports" / "assets" / "fonts"
INDEX = "index.json"

# Family -> package and the ends of the file names that are taken, in order of preference.
FAMILIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sans": ("@fontsource/inter", ("-400-normal.woff2", "-600-normal.woff2")),
    "mono": ("@fontsource/noto-sans-mono", ("-400-normal.woff2",)),
    # One shape for each letter with its dots, so that text copies as it was written; Noto draws dots by themselves.
    "arabic": ("@fontsource/ibm-plex-sans-arabic", ("-arabic-400-normal.woff2", "-arabic-600-normal.woff2")),
    "arabic-rare": ("@fontsource-variable/noto-sans-arabic", ("-arabic-wght-normal.woff2",)),
    "hebrew": ("@fontsource-variable/noto-sans-hebrew", ("-hebrew-wght-normal.woff2",)),
    "devanagari": ("@fontsource-variable/noto-sans-devanagari", ("-devanagari-wght-normal.woff2",)),
    "thai": ("@fontsource-variable/noto-sans-thai", ("-thai-wght-normal.woff2",)),
    "han": ("@fontsource-variable/noto-sans-sc", ("-wght-normal.woff2",)),
    "hangul": ("@fontsource-variable/noto-sans-kr", ("-wght-normal.woff2",)),
    "symbols": ("@fontsource/noto-sans-symbols-2", ("-400-normal.woff2",)),
    "emoji": ("@fontsource-variable/noto-emoji", ("-wght-normal.woff2",)),
}


def is_there() -> bool:
    """Whether every file the index names was copied."""
    try:
        index = json.loads((FOLDER / INDEX).read_text())
    except (OSError, ValueError):
        return False
    return all((FOLDER / entry["file"]).exists() for entry in index)


def copy(modules: Path) -> None:
    """Fill the folder anew from `node_modules`. Raises OSError when a package lacks its files."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    index = []
    for family, (package, endings) in FAMILIES.items():
        files = sorted(path for path in (modules / package / "files").iterdir() if path.name.endswith(endings))
        if not files:
            raise FileNotFoundError(f"{package} has no file that ends in {', '.join(endings)}")
        index += [_taken(family, path) for path in sorted(files, key=_latin_first)]
        shutil.copy(modules / package / "LICENSE", FOLDER / f"{family}.LICENSE.txt")
    # Last, so that an interrupted copy is not taken for a whole one.
    (FOLDER / INDEX).write_text(json.dumps(index, separators=(",", ":")))


def _latin_first(path: Path) -> tuple[bool, str]:
    return ("-latin-" not in path.name or "-latin-ext-" in path.name, path.name)


def _taken(family: str, path: Path) -> dict[str, object]:
    shutil.copy(path, FOLDER / path.name)
    with TTFont(path, lazy=True) as font:
        characters = sorted(font.getBestCmap())
    weight = 600 if "-600-" in path.name else 400
    return {"family": family, "file": path.name, "weight": weight, "ranges": _ranges(characters)}


def _ranges(characters: list[int]) -> list[list[int]]:
    """[[first, last], ...] of ascending numbers."""
    ranges: list[list[int]] = []
    for character in characters:
        if ranges and ranges[-1][1] == character - 1:
            ranges[-1][1] = character
        else:
            ranges.append([character, character])
    return ranges
