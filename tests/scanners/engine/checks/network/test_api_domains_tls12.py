"""Each domain once, whatever interface lists it."""

from __future__ import annotations

import pytest

from scanners.engine.facts.edge import ApiDomain, ApiDomainFacts
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import EU, regional

CHECK = "api_domains_tls12"


def domain(name: str, *policies: str) -> ApiDomain:
    return ApiDomain(f"arn:aws:apigateway:{EU}::/domainnames/{name}", name, policies)


def rest(*some: ApiDomain) -> ApiDomainFacts:
    return ApiDomainFacts(some, ())


NONE = rest()
OLD, NEW = domain("old", "TLS_1_0"), domain("new", "TLS_1_2")
CASES = {
    "TLS 1.2": case("pass", regional(rest(NEW), NONE)),
    "newer policies": case(
        "pass pass",
        regional(
            rest(domain("a", "SecurityPolicy_TLS13_1_3_2025_09"), domain("b", "SecurityPolicy_TLS12_2018_EDGE")), NONE
        ),
    ),
    "TLS 1.0": case("fail", regional(rest(OLD), NONE)),
    "an HTTP API's domain": case("fail", regional(ApiDomainFacts((), (OLD,)), NONE)),
    "one endpoint of two is old": case("fail", regional(rest(domain("both", "TLS_1_2", "TLS_1_0")), NONE)),
    "one domain in both interfaces": case("pass", regional(ApiDomainFacts((NEW,), (NEW,)), NONE)),
    "the interfaces differ": case(
        "fail", regional(ApiDomainFacts((domain("x", "TLS_1_2"),), (domain("x", "TLS_1_0"),)), NONE)
    ),
    "no policy named": case("review", regional(rest(domain("x")), NONE)),
    "a policy nobody knows": case("review", regional(rest(domain("x", "SecurityPolicy_TLS10_LEGACY")), NONE)),
    "one good, one bad, one interface refused": case(
        "fail pass unknown", regional(ApiDomainFacts((NEW, OLD), DENIED), NONE)
    ),
    "both interfaces refused, which one action reads": case("unknown", regional(ApiDomainFacts(DENIED, DENIED), NONE)),
    "none": case("not_applicable", regional(NONE)),
    "one region unread": case("pass unknown", regional(rest(NEW), DENIED)),
    "denied": case("unknown", ApiDomainFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
