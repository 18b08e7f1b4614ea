"""What people read is written in AWS's terms: no wording of the list of banned ones is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.texts.sources import CHECKED, PENDING, ROOT, files, texts_of


@dataclass(frozen=True)
class Banned:
    pattern: re.Pattern[str]
    better: str
    unless: str

    def found_in(self, text: str) -> bool:
        return bool(self.pattern.search(text.replace(self.unless, "") if self.unless else text))


def _banned() -> list[Banned]:
    rows = yaml.safe_load((Path(__file__).parent / "banned_words.yaml").read_text(encoding="utf-8"))
    return [
        Banned(
            re.compile(row["pattern"].replace(" ", r"\s+"), 0 if row.get("case") else re.IGNORECASE),
            row["better"],
            row.get("unless", ""),
        )
        for row in rows
    ]


BANNED = _banned()


def problems_of(path: Path) -> list[str]:
    """One line for each banned wording: file, line, the words and the better form."""
    return [
        f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}:{line}: {' '.join(text.split())[:90]!r}"
        f" has {one.pattern.pattern!r}; better: {one.better}"
        for line, text in texts_of(path)
        for one in BANNED
        if one.found_in(text)
    ]


@pytest.mark.parametrize("glob", CHECKED)
def test_no_text_has_a_banned_wording(glob):
    paths = list(files((glob,)))
    assert paths, f"{glob} names no file: correct the list in sources.py"

    problems = [problem for path in paths for problem in problems_of(path)]

    assert not problems, "\n".join(problems)


def test_what_is_pending_exists():
    assert all(any(files((glob,))) for glob in PENDING), "remove from PENDING what is gone"


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("one.py", 'advice = f"{role} can be taken on by anybody."\n'),
        ("one.yaml", "fields:\n- {key: a, label: External id}\n"),
        ("one.html", '<p>Fine.</p>\n<img alt="Look of the packs">\n'),
        ("two.html", '{% include "x.html" with text="Judge again" %}\n'),
        ("one.txt", "Hello,\n\nLook into your mail.\n"),
    ],
)
def test_each_kind_of_file_is_read(tmp_path, name, source):
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")

    (problem, *_) = problems_of(path)

    assert problem.startswith(f"{name}:")
    assert "better:" in problem


def test_docstrings_codes_and_keys_are_not_texts(tmp_path):
    path = tmp_path / "one.py"
    path.write_text('"""Judged again by anybody."""\nCODE = "needs_input"\n', encoding="utf-8")

    assert problems_of(path) == []
