"""A foreign account needs an external id that is demanded and means something."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    HERE,
    MEMBER,
    SIBLING,
    STANDALONE,
    VENDOR,
    Case,
    assert_case,
    case,
    details,
    judge,
    org_facts,
    policy,
    role,
    scope,
    trusts,
)

CHECK = "third_party_roles_external_id"


def vendor(*conditions: dict[str, object], who: object = VENDOR) -> iam.AuthorizationDetails:
    more = {"Condition": conditions[0]} if conditions else {}
    return details(role("vendor", trust=trusts({"AWS": who}, **more)))


def bound(conditions: dict[str, str]) -> iam.AuthorizationDetails:
    """Anybody who meets the conditions."""
    more = {"Condition": {"StringEquals": conditions}} if conditions else {}
    return details(role("open", trust=trusts("*", **more)))


def demands(operator: str, value: object = "secret-42", key: str = "sts:ExternalId") -> dict[str, object]:
    return {operator: {key: value}}


DENY_ROLE = role(
    "vendor",
    trust=policy(
        {"Effect": "Allow", "Principal": {"AWS": VENDOR}, "Action": "sts:AssumeRole"},
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sts:AssumeRole",
            "Condition": {"StringNotEquals": {"sts:ExternalId": "x"}},
        },
    ),
)
ID = {"sts:ExternalId": "x"}


def denied(condition: dict[str, object], **change: object) -> iam.AuthorizationDetails:
    """A vendor trusted without a condition, and a Deny on this one."""
    allowed = {"Effect": "Allow", "Principal": {"AWS": VENDOR}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": condition, **change}
    return details(role("vendor", trust=policy(allowed, {k: v for k, v in deny.items() if v is not None})))


NOBODY_BUT = role("open", trust=policy({"Effect": "Allow", "NotPrincipal": {"AWS": HERE}, "Action": "sts:AssumeRole"}))
SERVICE_LINKED = role("AWSServiceRoleForX", path="/aws-service-role/x/", trust=trusts({"AWS": VENDOR}))
CASES = {
    "demanded": case("pass", vendor(demands("StringEquals")), STANDALONE),
    "demanded, odd case": case("pass", vendor(demands("stringequals", key="STS:externalid")), STANDALONE),
    "one of several": case("pass", vendor(demands("StringEquals", ["a1", "b2"])), STANDALONE),
    "demanded by pattern without a wildcard": case("pass", vendor(demands("StringLike")), STANDALONE),
    "missing": case("fail", vendor(), STANDALONE),
    "missing, an ARN": case("fail", vendor(who=f"arn:aws:iam::{VENDOR}:root"), STANDALONE),
    "anything will do": case("fail", vendor(demands("StringLike", "*")), STANDALONE),
    "a value or anything": case("fail", vendor(demands("StringLike", ["a1", "*"])), STANDALONE),
    "some id, whichever": case("fail", vendor(demands("Null", "false")), STANDALONE),
    "may be left out": case("fail", vendor(demands("StringEqualsIfExists")), STANDALONE),
    "for all values, so none will do": case("fail", vendor(demands("ForAllValues:StringEquals")), STANDALONE),
    "not this one": case("fail", vendor(demands("StringNotEquals")), STANDALONE),
    "text and a wildcard": case("review", vendor(demands("StringLike", "acme-*")), STANDALONE),
    "demanded by a deny": case("pass", details(DENY_ROLE), STANDALONE),
    "demanded by a deny of everything": case("pass", denied({"StringNotEquals": ID}, Action="*"), STANDALONE),
    "demanded by a deny, if one is sent": case("review", denied({"ForAnyValue:StringNotEquals": ID}), STANDALONE),
    "a deny of wildcards": case("review", denied({"StringNotLike": {"sts:ExternalId": "acme-*"}}), STANDALONE),
    "a deny without one": case("review", denied({"Null": {"sts:ExternalId": "true"}}), STANDALONE),
    "a deny for another account": case(
        "review", denied({"StringNotEquals": ID}, Principal={"AWS": SIBLING}), STANDALONE
    ),
    "a deny of another action": case("review", denied({"StringNotEquals": ID}, Action="sts:TagSession"), STANDALONE),
    "a deny for all but the vendor": case(
        "review", denied({"StringNotEquals": ID}, Principal=None, NotPrincipal={"AWS": VENDOR}), STANDALONE
    ),
    "a deny with an exception": case(
        "review", denied({"StringNotEquals": {**ID, "aws:PrincipalArn": f"arn:aws:iam::{VENDOR}:role/x"}}), STANDALONE
    ),
    "missing, organization list not visible": case("review", vendor(), MEMBER),
    "missing, organization unread": case("review", vendor(), OrgFacts=DENIED),
    "missing, not in the organization": case("fail", vendor(), org_facts()),
    "an account of the organization": case("not_applicable", vendor(who=SIBLING), org_facts()),
    "only within the organization": case(
        "pass", vendor(demands("StringEquals", "o-acme", "aws:PrincipalOrgID")), org_facts()
    ),
    "only within another organization": case(
        "fail", vendor(demands("StringEquals", "o-other", "aws:PrincipalOrgID")), org_facts()
    ),
    "declared as own": case("review", vendor(), STANDALONE, scope=scope(own_accounts=(OwnAccount(VENDOR),))),
    "declared as own and connected": case(
        "not_applicable", vendor(), STANDALONE, scope=scope(own_accounts=(OwnAccount(VENDOR, is_connected=True),))
    ),
    "own and foreign together": case("fail", vendor(who=[HERE, VENDOR]), STANDALONE),
    "a service": case("not_applicable", details(role()), STANDALONE),
    "service-linked": case("not_applicable", details(SERVICE_LINKED), STANDALONE),
    "another action": case(
        "not_applicable", details(role(trust=trusts({"AWS": VENDOR}, "sts:TagSession"))), STANDALONE
    ),
    "everybody of a foreign account": case("fail", bound({"aws:PrincipalAccount": VENDOR}), STANDALONE),
    "a role of a foreign account": case(
        "fail", bound({"aws:PrincipalArn": f"arn:aws:iam::{VENDOR}:role/x"}), STANDALONE
    ),
    "everybody of a foreign account, with the id": case(
        "pass", bound({"aws:PrincipalAccount": VENDOR, "sts:ExternalId": "a1"}), STANDALONE
    ),
    "everybody of the own account": case("not_applicable", bound({"aws:PrincipalAccount": HERE}), STANDALONE),
    "everybody of the organization": case("not_applicable", bound({"aws:PrincipalOrgID": "o-acme"}), org_facts()),
    "everybody of a foreign organization": case("fail", bound({"aws:PrincipalOrgID": "o-evil"}), org_facts()),
    "everybody of some organization, ours unread": case(
        "review", bound({"aws:PrincipalOrgID": "o-acme"}), OrgFacts=DENIED
    ),
    "services on behalf of a resource": case("not_applicable", bound({"aws:SourceAccount": VENDOR}), STANDALONE),
    "everybody": case("fail", bound({}), MEMBER),
    "everybody but one": case("fail", details(NOBODY_BUT), MEMBER),
    "an id that is a variable": case("fail", vendor(demands("StringEquals", "${sts:ExternalId}")), STANDALONE),
    "may be left out, but must be there": case(
        "pass",
        vendor({"StringEqualsIfExists": {"sts:ExternalId": "a1"}, "Null": {"sts:ExternalId": "false"}}),
        STANDALONE,
    ),
    "trust not understood": case("unknown", details(role(trust=BROKEN)), STANDALONE),
    "one good, one bad": case(
        "fail pass",
        details(role("a", trust=trusts({"AWS": VENDOR})), *vendor(demands("StringEquals")).roles),
        STANDALONE,
    ),
    "denied": case("unknown", STANDALONE, AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_the_external_id_is_nowhere() -> None:
    for verdict in judge(CHECK, vendor(demands("StringEquals")), STANDALONE):
        assert "secret-42" not in repr(verdict)
