"""MFA, or nothing to protect; central root management decides nothing by itself."""

from __future__ import annotations

import pytest

from scanners.engine.facts import organization
from tests.scanners.fact_builders import (
    DENIED,
    HERE,
    MEMBER,
    STANDALONE,
    Case,
    account_facts,
    assert_case,
    case,
    judge,
    org_account,
    org_facts,
    report,
    scope,
    summary,
)

CHECK = "root_mfa_enabled"

OFF = summary(root_mfa_enabled=0)
NOTHING = summary(root_mfa_enabled=0, root_password_present=0)
SILENT = summary(root_mfa_enabled=0, root_password_present=None)
CREATED = org_facts(organization.Membership.MEMBER, accounts=(org_account(HERE, joined_method="CREATED"),))
CENTRAL = org_facts(root_features=("RootCredentialsManagement",))
CASES = {
    "on": case("pass", summary()),
    "off with a password": case("fail", OFF),
    "off, nothing to protect": case("pass", NOTHING),
    "off with a key only": case("fail", summary(root_mfa_enabled=0, root_password_present=0, root_access_keys=1)),
    "central management with a password left": case("fail", OFF, CENTRAL),
    "no password, certificates untold": case(
        "unknown", summary(root_mfa_enabled=0, root_password_present=0, root_signing_certificates=None)
    ),
    "no password, certificates untold, standalone": case(
        "unknown", summary(root_mfa_enabled=0, root_password_present=0, root_signing_certificates=None), STANDALONE
    ),
    "password untold, standalone": case("fail", SILENT, STANDALONE),
    "password untold, report shows one": case("fail", SILENT, report()),
    "password untold in a created member": case("review", SILENT, report(password_enabled=None), CREATED),
    "password untold in a plain member": case("unknown", SILENT, report(password_enabled=None), MEMBER),
    "summary refused, report says on": case("pass", report(mfa_active=True), IamSummary=DENIED),
    "summary refused, report says off": case("fail", report(mfa_active=False), IamSummary=DENIED),
    "summary refused, report is silent": case(
        "unknown", report(mfa_active=False, password_enabled=None), IamSummary=DENIED
    ),
    "nothing read": case("unknown", IamSummary=DENIED, CredentialReport=DENIED),
    "GovCloud": case("not_applicable", OFF, scope=scope(partition="aws-us-gov")),
    "suspended account": case("not_applicable", OFF, account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_no_serial_number_is_told() -> None:
    (verdict,) = judge(CHECK, summary())

    assert set(verdict.evidence) == {"mfa_enabled", "password_present"}
