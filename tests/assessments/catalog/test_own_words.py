"""The texts are ours: no run of eight words is shared with the public list the catalogue covers."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments import catalog

SEED = Path(
    os.environ.get("FTR_SEED_FILE")
    or Path(__file__).resolve().parents[3].parent / "shared" / "seeds" / "ftr_question_descriptions.txt"
)
RUN = 8


def runs(text: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def texts(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from texts(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from texts(value)


def own_words(section: catalog.Section) -> dict[str, object]:
    """The section without the names in AWS's list: those are quoted on purpose, so that a reviewer finds them."""
    data = section.model_dump(mode="json")
    for one in data["requirements"]:
        del one["aws_name"]
    return data


def test_shared_runs_are_found():
    assert runs("One two three four five six seven eight.") & runs("(one, two) three four five six seven eight nine")
    assert not runs("One two three four five six seven.")


@pytest.mark.skipif(not SEED.is_file(), reason=f"the public list is not at {SEED}; set FTR_SEED_FILE to compare")
def test_no_eight_words_in_a_row_are_shared_with_the_public_list():
    theirs = runs(SEED.read_text(encoding="utf-8"))
    assert theirs

    shared = {
        (section.key, run)
        for section in catalog.current_edition().sections
        for text in texts(own_words(section))
        for run in runs(text) & theirs
    }

    assert shared == set()
