"""Whose phone it is only a person can say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, account_facts, assert_case, case, scope

CHECK = "primary_contact_company_owned"

ATTESTED = scope(company_name="ACME", is_contact_phone_attested=True)
PRIMARY = account_facts().primary_contact
CASES = {
    "matches and attested": case("pass", account_facts(), scope=ATTESTED),
    "matches, not attested": case("review", account_facts(), scope=scope(company_name="acme gmbh")),
    "company not declared": case("review", account_facts(), scope=scope(is_contact_phone_attested=True)),
    "another company": case(
        "review", account_facts(), scope=scope(company_name="Zeta", is_contact_phone_attested=True)
    ),
    "nothing but a legal form": case(
        "review",
        account_facts(primary_contact=replace(PRIMARY, company="GmbH")),
        scope=scope(company_name="Inc", is_contact_phone_attested=True),
    ),
    "nothing but signs": case(
        "review",
        account_facts(primary_contact=replace(PRIMARY, company="...")),
        scope=scope(company_name="---", is_contact_phone_attested=True),
    ),
    "no company": case("review", account_facts(primary_contact=replace(PRIMARY, company=" ")), scope=ATTESTED),
    "not verified": case(
        "review", account_facts(primary_contact=replace(PRIMARY, verification="UNVERIFIED")), scope=ATTESTED
    ),
    "none": case("review", account_facts(primary_contact=None), scope=ATTESTED),
    "denied": case("unknown", account_facts(primary_contact=DENIED), scope=ATTESTED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
