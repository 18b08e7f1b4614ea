"""A star, or a token anybody can get, opens a role."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    VENDOR,
    Case,
    account_facts,
    assert_case,
    case,
    details,
    policy,
    role,
    trusts,
)

CHECK = "role_trust_not_open"

GITHUB = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/token.actions.githubusercontent.com"}
COGNITO = {"Federated": "cognito-identity.amazonaws.com"}
SAML = {"Federated": f"arn:aws:iam::{HERE}:saml-provider/idp"}


def star(**more: object) -> iam.AuthorizationDetails:
    return details(role("r", trust=trusts("*", **more)))


def web(provider: object, condition: dict[str, object] | None = None) -> iam.AuthorizationDetails:
    more = {"Condition": condition} if condition else {}
    return details(role("r", trust=trusts(provider, "sts:AssumeRoleWithWebIdentity", **more)))


def subject(operator: str, value: str) -> dict[str, object]:
    return {operator: {"token.actions.githubusercontent.com:sub": value}}


def saml(condition: dict[str, object]) -> iam.AuthorizationDetails:
    more = {"Condition": condition} if condition else {}
    return details(role(trust=trusts(SAML, "sts:AssumeRoleWithSAML", **more)))


ISSUER = "token.actions.githubusercontent.com"


def denied(condition: dict[str, object]) -> iam.AuthorizationDetails:
    """Build jobs by their audience alone, and a Deny on this condition."""
    action = "sts:AssumeRoleWithWebIdentity"
    allowed = {"Effect": "Allow", "Principal": GITHUB, "Action": action, "Condition": AUDIENCE}
    return details(
        role(trust=policy(allowed, {"Effect": "Deny", "Principal": "*", "Action": action, "Condition": condition}))
    )


CIRCLE = {"Federated": f"arn:aws:iam::{HERE}:oidc-provider/oidc.circleci.com/org/11-22"}
AUDIENCE = {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}


def visitors(how: str) -> dict[str, dict[str, str]]:
    return {
        "StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1"},
        "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": how},
    }


CASES = {
    "everybody, but not to take it on": case("pass", details(role("r", trust=trusts("*", "sts:TagSession")))),
    "build jobs, a condition about something else": case(
        "fail", web(GITHUB, {"StringEquals": {"aws:RequestedRegion": "x"}})
    ),
    "build jobs of owners that end alike": case("fail", web(GITHUB, subject("StringLike", "repo:*cme/app"))),
    "services and accounts": case("pass", details(role(), role("b", trust=trusts({"AWS": VENDOR})))),
    "everybody": case("fail", star()),
    "everybody, the long form": case("fail", details(role(trust=trusts({"AWS": ["*"]})))),
    "everybody of an organization": case("pass", star(Condition={"StringEquals": {"aws:PrincipalOrgID": "o-acme"}})),
    "everybody, organization optional": case(
        "fail", star(Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-acme"}})
    ),
    "everybody, any organization": case("fail", star(Condition={"StringLike": {"aws:PrincipalOrgID": "*"}})),
    "everybody of an account": case("pass", star(Condition={"StringEquals": {"aws:PrincipalAccount": SIBLING}})),
    "everybody with that role name": case(
        "fail", star(Condition={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ops"}})
    ),
    "everybody with an external id": case("fail", star(Condition={"StringEquals": {"sts:ExternalId": "x1"}})),
    "everybody but": case(
        "fail",
        details(role(trust=policy({"Effect": "Allow", "NotPrincipal": {"AWS": HERE}, "Action": "sts:AssumeRole"}))),
    ),
    "a deny for everybody": case(
        "pass", details(role(trust=policy({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"})))
    ),
    "build jobs of everybody": case("fail", web(GITHUB)),
    "build jobs, audience only": case("fail", web(GITHUB, AUDIENCE)),
    "build jobs of one repository": case(
        "pass", web(GITHUB, subject("StringEquals", "repo:acme/app:ref:refs/heads/main"))
    ),
    "build jobs of one owner": case("review", web(GITHUB, subject("StringLike", "repo:acme/*"))),
    "build jobs of any owner": case("fail", web(GITHUB, subject("StringLike", "repo:*"))),
    "build jobs of owners that begin alike": case("fail", web(GITHUB, subject("StringLike", "repo:acme*/app:*"))),
    "build jobs of repositories that begin alike": case(
        "review", web(GITHUB, subject("StringLike", "repo:acme/app-*:ref:refs/heads/main"))
    ),
    "build jobs of one repository, whatever they do": case(
        "pass", web(GITHUB, subject("StringLike", "repo:acme/app:*"))
    ),
    "build jobs, their subject for all values": case(
        "review", web(GITHUB, subject("ForAllValues:StringLike", "repo:acme/app:*"))
    ),
    "build jobs, any subject for all values": case("fail", web(GITHUB, subject("ForAllValues:StringLike", "repo:*"))),
    "build jobs, their subject for all values, and there": case(
        "pass",
        web(GITHUB, {**subject("ForAllValues:StringLike", "repo:acme/app:*"), "Null": {f"{ISSUER}:sub": "false"}}),
    ),
    "build jobs, the audience, and a deny of other subjects": case(
        "pass", denied({"StringNotLike": {f"{ISSUER}:sub": "repo:acme/app:*"}})
    ),
    "build jobs, the audience, and a deny with an exception anybody can meet": case(
        "fail", denied({"StringNotLike": {f"{ISSUER}:sub": "repo:acme/*"}, "Bool": {"x:y": "true"}})
    ),
    "build jobs, claims of another issuer": case("review", web(GITHUB, {"StringEquals": {"gitlab.com:sub": "x"}})),
    "everybody but who is not of the organization": case(
        "pass",
        details(
            role(
                trust=policy(
                    {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"},
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "sts:AssumeRole",
                        "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-acme"}},
                    },
                )
            )
        ),
    ),
    "a login of the whole world, audience only": case(
        "review", web({"Federated": "accounts.google.com"}, {"StringEquals": {"accounts.google.com:aud": "1"}})
    ),
    "one person's login": case(
        "pass", web({"Federated": "accounts.google.com"}, {"StringEquals": {"accounts.google.com:sub": "1"}})
    ),
    "build jobs, the subject is a variable": case(
        "fail", web(GITHUB, subject("StringEquals", "${token.actions.githubusercontent.com:sub}"))
    ),
    "build jobs of one organization's own issuer": case(
        "pass", web(CIRCLE, {"StringEquals": {"oidc.circleci.com/org/11-22:aud": "11-22"}})
    ),
    "a login of the whole world, no app named": case("fail", web({"Federated": "graph.facebook.com"})),
    "a login of the whole world, one app": case(
        "pass", web({"Federated": "graph.facebook.com"}, {"StringEquals": {"graph.facebook.com:app_id": "1"}})
    ),
    "an audience anybody may ask for": case(
        "fail",
        web({"Federated": "accounts.google.com"}, {"StringEquals": {"accounts.google.com:oaud": "https://acme"}}),
    ),
    "subject optional": case("fail", web(GITHUB, subject("StringEqualsIfExists", "repo:acme/app:*"))),
    "identity pool, unpinned": case("fail", web(COGNITO)),
    "identity pool, signed in to any pool": case(
        "fail", web(COGNITO, {"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}})
    ),
    "visitors of one pool, signed in or not": case(
        "review", web(COGNITO, {"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1"}})
    ),
    "visitors of one pool who did not sign in": case("review", web(COGNITO, visitors("unauthenticated"))),
    "visitors of one pool, whatever they did": case("review", web(COGNITO, visitors("*authenticated"))),
    "visitors of one pool who signed in": case("pass", web(COGNITO, visitors("authenticated"))),
    "SAML": case("pass", saml({"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}})),
    "SAML for any audience": case("review", saml({})),
    "SAML, audience optional": case("review", saml({"StringEqualsIfExists": {"SAML:aud": "x"}})),
    "everybody of organizations that begin alike": case(
        "fail", star(Condition={"StringLike": {"aws:PrincipalOrgID": "o-*"}})
    ),
    "everybody of accounts that begin alike": case(
        "fail", star(Condition={"StringLike": {"aws:PrincipalAccount": "1*"}})
    ),
    "everybody whose account is their account": case(
        "fail", star(Condition={"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}})
    ),
    "only roles of AWS": case("not_applicable", details(role("x", path="/aws-service-role/x/"))),
    "service-linked": case("pass", details(role(), role("x", path="/aws-service-role/x/", trust=trusts("*")))),
    "trust not understood": case("unknown", details(role(trust=BROKEN))),
    "one of two": case("fail", details(role("a"), role("b", trust=trusts("*")))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
    "suspended account": case("not_applicable", star(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
