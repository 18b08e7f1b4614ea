"""The truth files are complete, in order, and show both sides of every check."""

from __future__ import annotations

import pytest

from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome
from tests.scanners.golden.accounts import ACCOUNTS
from tests.scanners.golden.sides import NEVER_FAIL, ONE_SIDED
from tests.scanners.golden.truth import BARE, FOLDER, ParseError, Row, expected, parsed, read_truth, written

NAMES = [one.name for one in ACCOUNTS]


def test_every_account_has_its_file_and_every_file_its_account():
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(NAMES)
    assert len({one.account_id for one in ACCOUNTS}) == len(ACCOUNTS)


def test_the_bare_account_speaks_of_every_check():
    assert set(read_truth(BARE)) == set(all_checks())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_sorted_and_aligned_and_speaks_of_checks_there_are(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    truth = parsed(text)

    assert text == written(text), "run python -m tests.scanners.golden --align"
    assert set(truth) <= set(all_checks())
    assert {row.outcome for rows in truth.values() for row in rows} <= {one.value for one in Outcome}


def test_every_check_passes_somewhere_and_objects_somewhere():
    outcomes: dict[str, set[str]] = {check_id: set() for check_id in all_checks()}
    for name in NAMES:
        for check_id, rows in read_truth(name).items():
            outcomes[check_id] |= {row.outcome for row in rows}
    lacking = {
        check_id: sorted(lacks)
        for check_id, found in outcomes.items()
        if (lacks := {"pass", "review" if check_id in NEVER_FAIL else "fail"} - found)
    }

    assert set(lacking) == set(ONE_SIDED), lacking
    assert [one for one in NEVER_FAIL if "fail" in outcomes[one]] == []


def test_a_row_without_a_reason_is_refused():
    for line in ("  pass  -  account", "  pass  -  account  #", "  pass  account  # why", "pass  -  account  # why"):
        with pytest.raises(ParseError, match="line 2"):
            parsed(f"some_check\n{line}\n")


def test_rows_are_found_by_check_and_elsewhere_means_the_regions_nobody_named():
    bare = parsed("one\n  pass  -  account  # bare\n\ntwo\n  fail  elsewhere  account  # bare too\n")
    truth = parsed("two\n  review  eu  account  x:Y  # seen\n  pass  elsewhere  account  # not seen\n")

    assert truth["two"][0] == Row("account", "eu", "review", "x:Y", "seen")
    assert expected(truth, bare, ("eu", "us", "ap")) == {
        ("one", "pass", "-", "account", ""): "bare",
        ("two", "review", "eu", "account", "x:Y"): "seen",
        ("two", "pass", "us", "account", ""): "not seen",
        ("two", "pass", "ap", "account", ""): "not seen",
    }
