"""Certificates of root are static credentials."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, account_facts, assert_case, case, summary

CHECK = "root_no_signing_certificates"

CASES = {
    "none": case("pass", summary()),
    "two": case("fail", summary(root_signing_certificates=2)),
    "count left out": case("unknown", summary(root_signing_certificates=None)),
    "denied": case("unknown", IamSummary=DENIED),
    "closed account": case("not_applicable", summary(), account_facts(state="CLOSED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
