"""Equal digests mean equal contacts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, account_facts, assert_case, case, contact

CHECK = "alternate_contacts_distinct"

CASES = {
    "all different": case("pass", account_facts()),
    "two alike": case("review", account_facts(billing_contact=contact("d2"))),
    "phone of the primary contact": case(
        "review", account_facts(billing_contact=replace(contact("d1"), phone_digest="phone-p"))
    ),
    "one missing": case("not_applicable", account_facts(billing_contact=None)),
    "one refused": case("unknown", account_facts(billing_contact=DENIED)),
    "primary refused": case("unknown", account_facts(primary_contact=DENIED)),
    "alike although one is refused": case(
        "review", account_facts(billing_contact=DENIED, security_contact=contact("d2"))
    ),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
