"""HTTPS to the domain, encryption inside."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import domain, domains, half

CHECK = "search_tls"

CASES = {
    "enforced": case("pass", domains(domain())),
    "plain HTTP": case("fail", domains(domain(enforces_https=False))),
    "plain between nodes": case("review", domains(domain(encrypts_between_nodes=False))),
    "old TLS": case("review", domains(domain(tls_policy="Policy-Min-TLS-1-0-2019-07"))),
    "no policy named": case("review", domains(domain(tls_policy=""))),
    "one of each": case(
        "fail pass review",
        domains(domain(), domain("b", enforces_https=False), domain("c", encrypts_between_nodes=False)),
    ),
    "nothing": case("not_applicable", domains()),
    "refused": case("unknown", OpenSearchFacts=DENIED),
    "one region refused": case("pass unknown", half(domains(domain()).by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
