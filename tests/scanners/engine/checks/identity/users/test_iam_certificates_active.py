"""Advisory: an old kind of credential."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, report, row

CHECK = "iam_certificates_active"

CASES = {
    "none": case("pass", report(row())),
    "one": case("review", report(row(), row("bob", active_certificates=1))),
    "no users": case("not_applicable", report()),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
