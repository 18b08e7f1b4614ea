"""At rest."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import declared, domain, domains, half

CHECK = "search_encrypted"
PLAIN = domain(is_encrypted=False)

CASES = {
    "encrypted": case("pass", domains(domain())),
    "plain": case("fail", domains(PLAIN)),
    "plain, nothing sensitive": case("not_applicable", domains(PLAIN), scope=declared(PLAIN.arn, is_sensitive=False)),
    "one of each": case("fail pass", domains(PLAIN, domain("b"))),
    "nothing": case("not_applicable", domains()),
    "refused": case("unknown", OpenSearchFacts=DENIED),
    "one region refused": case("unknown", half(domains().by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
