"""Unused means a hundred and eighty days."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, account_facts, ago, assert_case, case, details, role

CHECK = "stale_roles"

CASES = {
    "in use": case("pass", details(role())),
    "idle": case("review", details(role(last_used_at=ago(200)))),
    "never used": case("review", details(role(last_used_at=None))),
    "never used, new": case("pass", details(role(last_used_at=None, created_at=ago(30)))),
    "service-linked": case("pass", details(role(path="/aws-service-role/x/", last_used_at=None))),
    "of the organization": case("pass", details(role("OrganizationAccountAccessRole", last_used_at=None))),
    "break glass": case("pass", details(role(last_used_at=None, tags=(iam.Tag("use", "break-glass"),)))),
    "one of two": case("review", details(role(), role("b", last_used_at=None))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
    "suspended account": case("not_applicable", details(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
