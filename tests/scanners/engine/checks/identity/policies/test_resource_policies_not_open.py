from __future__ import annotations

import pytest

from scanners.engine.facts.resource_policies import ResourcePolicyFacts
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.engine.checks.identity.policies.policies import TABLE, resources
from tests.scanners.fact_builders import DENIED, assert_case, case, judge, org_facts, outcomes
from tests.scanners.store_builders import half, here

CHECK = "resource_policies_not_open"
KINDS = ("topics", "queues", "keys", "repositories", "secrets")
NONE = dict.fromkeys(KINDS, resources())
REST = Unknown(Reason.NOT_COLLECTED, "sns:GetTopicAttributes", "3 more policies were not read.")
OPEN, CLOSED = TABLE["everybody"][1], TABLE["own account"][1]


def facts(**kinds):
    return ResourcePolicyFacts(**{**NONE, **kinds})


CASES = {
    "no resource": case("not_applicable", here(facts())),
    "mixed": case("fail pass unknown", here(facts(topics=resources(OPEN, CLOSED, None, DENIED)))),
    "more than were read": case("pass unknown", here(facts(topics=resources(CLOSED, unread=REST)))),
    "a list was refused": case("pass unknown", here(facts(topics=resources(CLOSED), keys=DENIED))),
    "only a list that was refused": case("unknown", here(facts(keys=DENIED))),
    "a region was refused": case("unknown", half(facts())),
    "nothing was read": case("unknown", ResourcePolicyFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one):
    assert_case(CHECK, one)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("expected", "policy"), TABLE.values(), ids=TABLE)
def test_a_policy(kind, expected, policy):
    assert outcomes(CHECK, here(facts(**{kind: resources(policy)})), org_facts()) == expected


def test_an_account_of_an_unread_organization_is_asked_about():
    policy = TABLE["account of the organization"][1]

    (verdict,) = judge(CHECK, here(facts(queues=resources(policy))), OrgFacts=DENIED)

    assert verdict.outcome.value == "review"
    assert verdict.evidence["principals"] == ["222222222222"]
