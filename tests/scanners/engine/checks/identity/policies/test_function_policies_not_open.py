from __future__ import annotations

import pytest

from scanners.engine.facts.resource_policies import FunctionPolicyFacts
from tests.scanners.engine.checks.identity.policies.policies import TABLE, resources
from tests.scanners.fact_builders import DENIED, assert_case, case, org_facts, outcomes
from tests.scanners.store_builders import half, here

CHECK = "function_policies_not_open"
OPEN, CLOSED = TABLE["everybody"][1], TABLE["own account"][1]
CASES = {
    "no function": case("not_applicable", here(FunctionPolicyFacts(resources()))),
    "mixed": case("fail pass unknown", here(FunctionPolicyFacts(resources(OPEN, CLOSED, DENIED)))),
    "the list was refused": case("unknown", here(FunctionPolicyFacts(DENIED))),
    "a region was refused": case("unknown", half(FunctionPolicyFacts(resources()))),
    "nobody chose the read": case("unknown", FunctionPolicyFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one):
    assert_case(CHECK, one)


@pytest.mark.parametrize(("expected", "policy"), TABLE.values(), ids=TABLE)
def test_a_policy(expected, policy):
    assert outcomes(CHECK, here(FunctionPolicyFacts(resources(policy))), org_facts()) == expected
