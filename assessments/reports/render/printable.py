"""Making hostile text printable: it must show, and it must not keep the typesetter busy for minutes.

Files of data (spreadsheets, CSV, Markdown) are not typeset: they get the text itself, see `as_data`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Any

from assessments.reports.pdf.fonts import in_code_points, is_invisible

MAX_TEXT = 20_000
MAX_DATA = 32_000  # as much as a cell of a spreadsheet holds
LONGEST_WORD = 64  # a SHA-256 stays whole
MAX_MARKS = 4
MAX_INVISIBLE = 8  # in a row
VIRAMA = 9  # combining class of marks that join the letters beside them
ZERO_WIDTH_SPACE = "\u200b"
# The only flags that Unicode recommends among those written in tags, which elsewhere hide text.
_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_UNENCODABLE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"  # XML holds none of them
_HIDING = "\u202a-\u202e\u2066-\u206f\U000e0000-\U000e007f"
_REPLACED = re.compile(f"({_FLAG})|([{_UNENCODABLE}{_HIDING}])")
_NO_DATA = re.compile(f"[{_UNENCODABLE}]")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
# Scripts whose words stand without spaces: the typesetter breaks their lines by itself, and fast.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf\u2e80-\ua4cf"
_LONG_WORD = re.compile(rf"[^\s{UNSPACED}]{{{LONGEST_WORD + 1},}}")


def printable(value: Any) -> Any:
    """The same JSON with every string made printable; keys are ours and stay."""
    return _everywhere(printable_text, value)


def as_data(value: Any) -> Any:
    """The same JSON with every string as `data_text`."""
    return _everywhere(data_text, value)


def printable_text(text: str) -> str:
    """Control, direction-changing and unpaired characters show as code points, long words break, length is capped."""
    lines = _LINE_ENDS.sub("\n", _cut(text, MAX_TEXT))
    clean = _REPLACED.sub(lambda match: match[1] or _code_point(match[2]), lines)
    if not clean.isascii():
        clean = in_code_points(_few_in_a_row(clean))
    if len(clean) > 2 * MAX_TEXT:
        clean = f"{clean[: 2 * MAX_TEXT]} … (cut: few of these characters can be shown)"
    return _LONG_WORD.sub(lambda match: _broken(match.group()), clean)


def data_text(text: str) -> str:
    """The text itself, for files that people edit or import: only what no such file can hold is written out.

    What is longer than a cell may be is cut, and says so.
    """
    clean = _NO_DATA.sub(lambda match: _code_point(match.group()), _cut(text, MAX_DATA).replace("\r\n", "\n"))
    return clean if len(clean) <= 2 * MAX_DATA else _cut(clean, 2 * MAX_DATA)


def _everywhere(change: Callable[[str], str], value: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _everywhere(change, one) for key, one in value.items()}
    if isinstance(value, list):
        return list(map(partial(_everywhere, change), value))
    return value


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]} … ({len(text) - longest:,} more characters)"


def _code_point(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def _few_in_a_row(text: str) -> str:
    """Dozens of marks or invisible characters on one letter take the typesetter seconds and say nothing."""
    kept, marks, invisible = [], 0, 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        invisible = invisible + 1 if is_invisible(character) else 0
        if marks <= MAX_MARKS and invisible <= MAX_INVISIBLE:
            kept.append(character)
    return "".join(kept)


def _broken(word: str) -> str:
    """A long word with places to break, never inside what is one character to its reader."""
    parts, start = [], 0
    while len(word) - start > LONGEST_WORD:
        at_best, at_last = start + LONGEST_WORD, min(start + 2 * LONGEST_WORD, len(word))
        end = next((at for at in range(at_best, at_last) if _may_break(word, at)), at_last)
        parts.append(word[start:end])
        start = end
    return ZERO_WIDTH_SPACE.join(filter(None, (*parts, word[start:])))


def _may_break(word: str, at: int) -> bool:
    """Whether a line may end before this place: not before a mark or modifier, not beside what joins."""
    before, after = word[at - 1], word[at]
    if is_invisible(before) or is_invisible(after) or unicodedata.category(after).startswith("M"):
        return False
    if unicodedata.combining(before) == VIRAMA:
        return False
    return not ("\U0001f3fb" <= after <= "\U0001f3ff" or _is_flag_letter(before) or after >= "\U000e0000")


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
