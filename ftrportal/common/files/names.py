"""Cleaning the names people's computers give to files. The cleaned name is only shown; storage uses another."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 150
LONGEST_EXTENSION = 10
UNSAFE = frozenset('<>:"|?*')  # not allowed on Windows, where a reviewer may save the file
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def display_name(raw: str) -> str:
    """The name without folders, control characters, direction overrides or anything that breaks a header or a disk."""
    name = unicodedata.normalize("NFC", raw).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(" " if character.isspace() else character for character in name if _is_visible(character))
    name = " ".join(name.split()).strip(". ").lstrip("-")
    if not name:
        return "file"
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    return _shortened(name)


def extension(name: str) -> str:
    """The last extension in lower case, without the dot; empty if there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def within_bytes(name: str, longest: int) -> str:
    """The name cut to at most so many bytes of UTF-8, its extension kept, and never in the middle of a character."""
    if len(name.encode()) <= longest:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or "/" in ending or len(ending) > LONGEST_EXTENSION:
        stem, dot, ending = name, "", ""
    left = longest - len(f"{dot}{ending}".encode())
    kept = stem.encode()[:left].decode("utf-8", "ignore")
    # A letter whose marks were cut off would be another letter.
    while kept and len(kept) < len(stem) and unicodedata.category(stem[len(kept)]).startswith("M"):
        kept = kept[:-1]
    return f"{kept.rstrip(' .')}{dot}{ending}"


def _is_visible(character: str) -> bool:
    if character in UNSAFE:
        return False
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _shortened(name: str) -> str:
    if len(name) <= MAX_LENGTH:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > LONGEST_EXTENSION:
        return name[:MAX_LENGTH]
    return f"{stem[: MAX_LENGTH - len(ending) - 1].rstrip()}.{ending}"
