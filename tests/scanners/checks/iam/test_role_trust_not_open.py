"""A star, or a token anybody can get, opens a role."""

from __future__ import annotations

import pytest

from scanners.facts import iam
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


AUDIENCE = {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}
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
    "build jobs of owners that begin alike": case("review", web(GITHUB, subject("StringLike", "repo:acme*/app:*"))),
    "subject optional": case("fail", web(GITHUB, subject("StringEqualsIfExists", "repo:acme/app:*"))),
    "identity pool, unpinned": case("fail", web(COGNITO)),
    "identity pool, pinned": case(
        "pass", web(COGNITO, {"StringEquals": {"cognito-identity.amazonaws.com:aud": "eu-west-1:1"}})
    ),
    "SAML": case("pass", details(role(trust=trusts(SAML, "sts:AssumeRoleWithSAML")))),
    "service-linked": case("pass", details(role("x", path="/aws-service-role/x/", trust=trusts("*")))),
    "trust not understood": case("unknown", details(role(trust=BROKEN))),
    "one of two": case("fail", details(role("a"), role("b", trust=trusts("*")))),
    "denied": case("unknown", AuthorizationDetails=DENIED),
    "suspended account": case("not_applicable", star(), account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
