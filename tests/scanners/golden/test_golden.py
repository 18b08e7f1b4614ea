"""Whole scans of accounts whose truth was written down beforehand: they must say exactly that."""

from __future__ import annotations

import pytest

from devstack.simulated_aws.running import running_server
from tests.scanners.golden.accounts import ACCOUNTS
from tests.scanners.golden.removal import improvements
from tests.scanners.golden.scanning import Scanned, scan_all

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def found() -> dict[str, Scanned]:
    with running_server(demo=True) as aws:
        return scan_all(aws, ACCOUNTS)


@pytest.mark.parametrize("name", [one.name for one in ACCOUNTS])
def test_a_scan_says_exactly_what_is_true(found, name):
    differences = found[name].differences

    assert not differences, "\n" + "\n".join(differences)


@pytest.mark.parametrize("name", [one.name for one in ACCOUNTS])
def test_a_fact_that_is_taken_away_lets_nothing_pass(found, name):
    better = improvements(found[name].result)

    assert not better, "\n" + "\n".join(better)
