"""Roles of one fixed name in any account."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    inline,
    managed,
    policy,
    role,
    scope,
)

CHECK = "product_principals_assume_roles"
REACHES = scope(reaches_customer_accounts=True)
FIXED = "arn:aws:iam::*:role/orchard-reader"
ODD = managed(document=BROKEN)


def found(expected: str, *resources: str, action: str = "sts:AssumeRole", declared: object = REACHES) -> Case:
    product = role(inline=inline(allow(action, list(resources))))
    return case(expected, details(product), scope=declared)  # type: ignore[arg-type]


CASES = {
    "a fixed name": found("pass", FIXED),
    "a fixed path": found("pass", "arn:aws:iam::*:role/orchard/*"),
    "a fixed name, not declared": found("review", FIXED, declared=scope()),
    "any role": found("review", "*"),
    "any role of any account": found("review", "arn:aws:iam::*:role/*"),
    "any role by its first letters": found("review", "arn:aws:iam::*:r*"),
    "any role with a path": found("review", "arn:aws:iam::*:*/*"),
    "a fixed name and any role": found("review", FIXED, "arn:aws:iam::*:role/*"),
    "all of sts on anything": found("review", "*", action="sts:*"),
    "a role of the own account": found("review", f"arn:aws:iam::{HERE}:role/x"),
    "a role of the own account, not declared": found("not_applicable", f"arn:aws:iam::{HERE}:role/x", declared=scope()),
    "an administrator": case("not_applicable", details(role(attached=attached(ADMIN)))),
    "AWS's own roles": case(
        "not_applicable", details(role(path="/aws-service-role/x/", inline=inline(allow("sts:AssumeRole"))))
    ),
    "an attached policy": case(
        "pass",
        details(
            role(attached=attached(managed(document=policy(allow("sts:AssumeRole", FIXED))))),
            policies=(managed(document=policy(allow("sts:AssumeRole", FIXED))),),
        ),
        scope=REACHES,
    ),
    "a policy that cannot be understood": case(
        "unknown", details(role(attached=attached(ODD)), policies=(ODD,)), scope=REACHES
    ),
    "one narrow, one open": case(
        "pass review",
        details(
            role("a", inline=inline(allow("sts:AssumeRole", FIXED))), role("b", inline=inline(allow("sts:AssumeRole")))
        ),
        scope=REACHES,
    ),
    "no customers' accounts": found("not_applicable", "*", declared=scope(reaches_customer_accounts=False)),
    "no customers' accounts, but a role for them": found(
        "review", FIXED, declared=scope(reaches_customer_accounts=False)
    ),
    "denied": case("unknown", AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
