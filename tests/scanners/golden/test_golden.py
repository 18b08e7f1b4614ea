"""Whole scans of accounts whose truth is written down: check, outcome, region and resource must be exactly that."""

from __future__ import annotations

import pytest

from scanners.registry import all_checks
from tests.scanners.golden.one_sided import ONE_SIDED
from tests.scanners.golden.scanning import ACCOUNTS, is_two_sided, outcomes, scan_all, written

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    return scan_all()


@pytest.mark.parametrize("account_id", ACCOUNTS)
def test_a_scan_says_exactly_what_is_true(said, account_id):
    assert said[account_id] == written(account_id)


def test_every_check_has_a_verdict_about_every_account():
    for account_id in ACCOUNTS:
        assert {line.split()[0] for line in written(account_id)} == set(all_checks()), account_id


def test_every_check_passes_somewhere_and_objects_somewhere_but_for_those_listed_with_their_reason():
    one_sided = {check_id for check_id, found in outcomes().items() if not is_two_sided(found)}

    assert one_sided == set(ONE_SIDED)
    assert all(ONE_SIDED.values())
