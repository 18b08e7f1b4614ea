"""The kind of root's MFA is shown, never failed."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, HERE, ROOT, Case, assert_case, case, summary

CHECK = "root_mfa_kind"

APP = iam.VirtualMfaFacts((ROOT,))
NONE = iam.VirtualMfaFacts(())
CASES = {
    "hardware": case("pass", NONE, summary()),
    "app": case("review", APP, summary()),
    "a user with a similar name": case("pass", iam.VirtualMfaFacts((f"arn:aws:iam::{HERE}:user/root",)), summary()),
    "no credentials": case("not_applicable", NONE, summary(root_mfa_enabled=0, root_password_present=0)),
    "no MFA at all": case("not_applicable", NONE, summary(root_mfa_enabled=0)),
    "MFA untold": case("unknown", NONE, summary(root_mfa_enabled=None)),
    "denied": case("unknown", summary(), VirtualMfaFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
