"""What people judge is named in words, never by an id."""

from __future__ import annotations

from assessments.catalog import current_edition
from assessments.catalog.by_hand import TITLES
from scanners.public import check_info


def test_everything_that_no_check_judges_has_a_title_and_nothing_else_has():
    named = {check for one in current_edition().requirements for check in one.checks if check_info(check) is None}

    assert named == set(TITLES)
    assert not any("_" in title or len(title) > 80 for title in TITLES.values())
