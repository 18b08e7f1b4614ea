"""Judged by shape and domain."""

from __future__ import annotations

import pytest

from scanners.engine.facts.mailbox import Shape
from tests.scanners.fact_builders import DENIED, Case, account_facts, assert_case, case, contact

CHECK = "alternate_contacts_are_groups"

CASES = {
    "shared mailboxes": case("pass pass pass", account_facts()),
    "one person": case("pass pass review", account_facts(billing_contact=contact(shape=Shape.PERSONAL))),
    "an odd name": case("pass pass review", account_facts(billing_contact=contact(shape=Shape.OTHER))),
    "free mail": case("pass pass review", account_facts(billing_contact=contact(domain="gmail.com"))),
    "one mailbox for all": case(
        "review review review",
        account_facts(billing_contact=contact(), operations_contact=contact(), security_contact=contact()),
    ),
    "missing and refused": case(
        "not_applicable pass unknown", account_facts(billing_contact=None, security_contact=DENIED)
    ),
    "denied": case("unknown", AccountFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
