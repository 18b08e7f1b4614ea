"""Reads the truth files: rows of outcome, region, resource, missing action and reason, grouped by check.

A check that a file does not mention says in that account what `bare.txt` says; `elsewhere` stands for every scanned
region that no other row of the check names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "truth"
BARE = "bare"
ELSEWHERE = "elsewhere"
_GAP = re.compile(r"\s{2,}")


class ParseError(ValueError):
    """A line that is none of head, row and comment."""


@dataclass(frozen=True, order=True)
class Row:
    """What a check must say of a resource, and why that is true; `action` is what an unknown lacks, if AWS has it."""

    resource: str
    region: str
    outcome: str
    action: str
    reason: str


Truth = Mapping[str, tuple[Row, ...]]
Line = tuple[str, str, str, str, str]
"""Check, outcome, region, resource, missing action: what scan and truth are compared by."""


def read_truth(name: str) -> Truth:
    """What is written in one file, by check."""
    return parsed((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def parsed(text: str) -> Truth:
    """The rows by check; a line that is none of head, row and comment is refused."""
    found: dict[str, list[Row]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if re.fullmatch(r"[a-z0-9_]+", line):
            if line in found:
                raise ParseError(f"line {number}: {line} has two groups")
            found[line] = []
            continue
        if not found:
            raise ParseError(f"line {number}: a row without a check: {line!r}")
        found[list(found)[-1]].append(_row(line, number))
    return {check_id: tuple(rows) for check_id, rows in found.items()}


def _row(line: str, number: int) -> Row:
    said, mark, reason = line.rpartition("  # ")
    cells = _GAP.split(said.strip())
    if not line.startswith("  ") or len(cells) not in (3, 4) or not mark or not reason.strip():
        raise ParseError(f"line {number}: a row is outcome, region, resource, perhaps an action, # reason: {line!r}")
    outcome, region, resource, *action = cells
    return Row(resource, region, outcome, "".join(action), reason.strip())


def written(text: str) -> str:
    """The same file in order: checks and rows sorted, columns aligned. It changes nothing that is said."""
    head = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        head.append(line)
    groups = [_group(check_id, rows) for check_id, rows in sorted(parsed(text).items())]
    return "\n\n".join(["\n".join(head), *groups]) + "\n"


def expected(truth: Truth, bare: Truth, regions: Iterable[str]) -> dict[Line, str]:
    """Every line the scan of an account with these regions must say, with its reason."""
    names = tuple(regions)
    lines: dict[Line, str] = {}
    for check_id, rows in {**bare, **truth}.items():
        named = {row.region for row in rows}
        for row in rows:
            for region in [one for one in names if one not in named] if row.region == ELSEWHERE else [row.region]:
                lines[(check_id, row.outcome, region, row.resource, row.action)] = row.reason
    return lines


def _group(check_id: str, rows: Iterable[Row]) -> str:
    ordered = sorted(rows)
    table = [[one.outcome, one.region, one.resource, one.action] for one in ordered]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True) if width) for row in table]
    return "\n".join([check_id, *(f"  {line}  # {one.reason}" for line, one in zip(lines, ordered, strict=True))])
