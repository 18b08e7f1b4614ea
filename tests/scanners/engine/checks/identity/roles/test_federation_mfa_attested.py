"""No API shows it, so it is attested or unknown."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam, sso
from tests.scanners.fact_builders import DENIED, HERE, SIBLING, Case, assert_case, case, details, role, scope

CHECK = "federation_mfa_attested"

IDP = f"arn:aws:iam::{HERE}:saml-provider/idp"
GITHUB = f"arn:aws:iam::{HERE}:oidc-provider/token.actions.githubusercontent.com"
SAML = iam.IdentityProviders((iam.SamlProvider(IDP, None),), ())
NONE = iam.IdentityProviders((), ())
INSTANCE = sso.SsoFacts((sso.SsoInstance("arn:aws:sso:::instance/1", SIBLING, "eu-west-1", "ACTIVE"),))
NO_SSO = sso.SsoFacts(())
LEFT_ROLE = details(role("AWSReservedSSO_x", path="/aws-reserved/sso.amazonaws.com/"))
YES, NO = scope(is_federation_mfa_enforced=True), scope(is_federation_mfa_enforced=False)
CASES = {
    "attested": case("pass", SAML, NO_SSO, details(), scope=YES),
    "declared as not enforced": case("fail", SAML, NO_SSO, details(), scope=NO),
    "not attested": case("unknown", SAML, NO_SSO, details()),
    "Identity Center": case("unknown", NONE, INSTANCE, details()),
    "Identity Center seen by its roles only": case("unknown", NONE, NO_SSO, LEFT_ROLE),
    "build jobs only": case("not_applicable not_applicable", iam.IdentityProviders((), (GITHUB,)), NO_SSO, details()),
    "nothing": case("not_applicable", NONE, NO_SSO, details()),
    "list refused": case("pass unknown", iam.IdentityProviders(SAML.saml, DENIED), NO_SSO, details(), scope=YES),
    "Identity Center refused": case("unknown", NONE, details(), scope=YES, SsoFacts=DENIED),
    "whether Identity Center works here is unread": case("unknown", NONE, NO_SSO, AuthorizationDetails=DENIED),
    "Identity Center seen, the roles unread": case("pass", NONE, INSTANCE, scope=YES, AuthorizationDetails=DENIED),
    "denied": case("unknown", IdentityProviders=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
