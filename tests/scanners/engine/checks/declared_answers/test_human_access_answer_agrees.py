"""Named ways of people, held against those that exist."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, HERE, Case, assert_case, case, details, report, role, row, scope

CHECK = "human_access_answer_agrees"
OKTA = f"arn:aws:iam::{HERE}:saml-provider/okta"
OWN = f"arn:aws:iam::{HERE}:saml-provider/AWSSSO_0a1b_DO_NOT_DELETE"
GITHUB = f"arn:aws:iam::{HERE}:oidc-provider/token.actions.githubusercontent.com"
USERS, NO_USERS = report(row("ada", password_enabled=True)), report(row("ci", password_enabled=False))
NONE = iam.IdentityProviders((), ())
CENTER = details(role("AWSReservedSSO_x", path="/aws-reserved/sso.amazonaws.com/"))


def saml(*arns: str, oidc: tuple[str, ...] = ()) -> iam.IdentityProviders:
    return iam.IdentityProviders(tuple(iam.SamlProvider(arn, None) for arn in arns), oidc)


def named(*ways: str):
    return scope(human_access=ways)


CASES = {
    "nobody has answered": case("not_applicable", USERS, saml(OKTA), CENTER),
    "users who were not named": case("review", USERS, NONE, details(), scope=named("identity_center")),
    "users who were named": case("not_applicable", USERS, NONE, details(), scope=named("iam_users")),
    "Identity Center that was not named": case("review", NO_USERS, NONE, CENTER, scope=named("federation")),
    "its own provider is no other way": case(
        "not_applicable", NO_USERS, saml(OWN), CENTER, scope=named("identity_center")
    ),
    "a provider that was not named": case("review", NO_USERS, saml(OKTA), details(), scope=named("iam_users")),
    "build jobs are no people": case(
        "not_applicable", NO_USERS, saml(oidc=(GITHUB,)), details(), scope=named("iam_users")
    ),
    "all of it": case("review review review", USERS, saml(OKTA), CENTER, scope=named("other")),
    "providers refused": case(
        "unknown", NO_USERS, details(), scope=named("iam_users", "identity_center"), IdentityProviders=DENIED
    ),
    "roles refused": case(
        "unknown", NO_USERS, NONE, scope=named("iam_users", "federation"), AuthorizationDetails=DENIED
    ),
    "denied": case("unknown", scope=named("iam_users"), CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
