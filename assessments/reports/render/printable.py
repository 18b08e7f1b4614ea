"""Making hostile text printable: it must show, and it must not keep the typesetter busy for minutes."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from assessments.reports.pdf.fonts import in_code_points

MAX_TEXT = 20_000
LONGEST_WORD = 64  # a SHA-256 stays whole
MAX_MARKS = 4
ZERO_WIDTH_SPACE = "\u200b"
_REPLACED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")


def printable(value: Any) -> Any:
    """The same JSON with every string made printable; keys are ours and stay."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, dict):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [printable(one) for one in value]
    return value


def printable_text(text: str) -> str:
    """Control, direction-changing and unpaired characters show as code points, long words break, length is capped."""
    cut = text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} … ({len(text) - MAX_TEXT:,} more characters)"
    clean = _REPLACED.sub(lambda match: f"[U+{ord(match.group()):04X}]", cut.replace("\r\n", "\n"))
    if not clean.isascii():
        clean = in_code_points(_few_marks(clean))
    if len(clean) > 2 * MAX_TEXT:
        clean = f"{clean[: 2 * MAX_TEXT]} … (cut: few of these characters can be shown)"
    return _LONG_WORD.sub(lambda match: match.group() + ZERO_WIDTH_SPACE, clean)


def _few_marks(text: str) -> str:
    """Dozens of combining marks on one letter take the typesetter seconds and say nothing."""
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MAX_MARKS:
            kept.append(character)
    return "".join(kept)
