"""Asked of the management account only."""

from __future__ import annotations

import pytest

from scanners.engine.facts import organization
from tests.scanners.fact_builders import DENIED, STANDALONE, Case, assert_case, case, org_facts

CHECK = "org_root_credentials_centralised"

CASES = {
    "on": case("pass", org_facts(root_features=("RootCredentialsManagement", "RootSessions"))),
    "off": case("review", org_facts(root_features=())),
    "standalone": case("not_applicable", STANDALONE),
    "plain member": case("not_applicable", org_facts(organization.Membership.MEMBER, root_features=None)),
    "denied": case("unknown", org_facts(root_features=DENIED)),
    "membership unread": case("unknown", org_facts(DENIED)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
