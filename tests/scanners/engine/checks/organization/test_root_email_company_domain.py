"""Only domains the company names count."""

from __future__ import annotations

import pytest

from scanners.engine.facts import organization
from scanners.engine.facts.mailbox import Shape
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    MEMBER,
    SIBLING,
    STANDALONE,
    Case,
    assert_case,
    case,
    mailbox,
    org_account,
    org_facts,
    scope,
)

CHECK = "root_email_company_domain"

OURS = scope(company_domains=("acme.example",))


def with_mail(**mail: object) -> organization.OrgFacts:
    return org_facts(accounts=(org_account(HERE, mailbox=mailbox(**mail)),))


CASES = {
    "on the domain": case("pass pass", org_facts(), scope=OURS),
    "below the domain": case("pass", with_mail(domain="mail.acme.example"), scope=OURS),
    "a domain that only ends alike": case("fail", with_mail(domain="notacme.example"), scope=OURS),
    "free mail": case("fail", with_mail(domain="gmail.com")),
    "foreign": case("fail", with_mail(domain="agency.example"), scope=OURS),
    "domains not declared": case("review review", org_facts()),
    "no address listed": case("unknown", with_mail(domain=""), scope=OURS),
    "one person": case("review", with_mail(shape=Shape.PERSONAL), scope=OURS),
    "closed accounts are left out": case(
        "pass", org_facts(accounts=(org_account(HERE), org_account(SIBLING, "CLOSED"))), scope=OURS
    ),
    "list not offered, management": case("pass", org_facts(accounts=None), scope=OURS),
    "standalone": case("unknown", STANDALONE, scope=OURS),
    "plain member": case("unknown", MEMBER, scope=OURS),
    "list refused": case("unknown", org_facts(accounts=DENIED), scope=OURS),
    "one good, one foreign": case(
        "fail pass",
        org_facts(accounts=(org_account(HERE), org_account(SIBLING, mailbox=mailbox(domain="x.example")))),
        scope=OURS,
    ),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
