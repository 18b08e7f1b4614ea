"""Identity Center or a SAML provider."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam, sso
from tests.scanners.fact_builders import DENIED, HERE, Case, account_facts, assert_case, case

CHECK = "federation_in_place"

NONE = iam.IdentityProviders((), ())
SAML = iam.IdentityProviders((iam.SamlProvider("arn:saml", None),), ())
INSTANCE = sso.SsoFacts((sso.SsoInstance("arn:sso", HERE, "eu-west-1", "ACTIVE"),))
CASES = {
    "Identity Center": case("pass", NONE, INSTANCE),
    "SAML": case("pass", SAML, sso.SsoFacts(())),
    "both": case("pass pass", SAML, INSTANCE),
    "neither": case("review", NONE, sso.SsoFacts(())),
    "SAML, Identity Center refused": case("pass", SAML, SsoFacts=DENIED),
    "none seen, Identity Center refused": case("unknown", NONE, SsoFacts=DENIED),
    "denied": case("unknown", IdentityProviders=DENIED),
    "suspended account": case("not_applicable", NONE, account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
