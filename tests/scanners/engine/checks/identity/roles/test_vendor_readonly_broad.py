"""What a foreign account may do is a question once it reaches data or rights of the whole account."""

from __future__ import annotations

from typing import Any

import pytest

from scanners.engine.facts import iam
from scanners.engine.scope import OwnAccount
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    STANDALONE,
    VENDOR,
    Case,
    allow,
    assert_case,
    attached,
    case,
    details,
    inline,
    judge,
    managed,
    org_facts,
    policy,
    role,
    scope,
    trusts,
)

CHECK = "vendor_readonly_broad"
WITH_ID = {"Condition": {"StringEquals": {"sts:ExternalId": "a1"}}}
READ = managed("ReadOnlyAccess", owner="aws", document=policy(allow(["s3:Get*", "s3:List*", "ec2:Describe*"])))
AUDIT = managed("SecurityAudit", owner="aws", document=policy(allow(["s3:GetBucketPolicy", "ec2:Describe*"])))
BROKEN_ONE = managed("odd", document=BROKEN)


def vendor(*, who: object = VENDOR, **rights: Any) -> iam.IamRole:
    return role("vendor", trust=trusts({"AWS": who}, **WITH_ID), **rights)


def holding(one: iam.ManagedPolicy, **change: Any) -> iam.AuthorizationDetails:
    return details(vendor(attached=attached(one), **change), policies=(one,))


def allowed(action: Any, resource: Any = "*", **more: Any) -> iam.AuthorizationDetails:
    return details(vendor(inline=inline(allow(action, resource, **more))))


NOT_LISTED = details(vendor(attached=attached(READ)), policies=())
CASES = {
    "an administrator": case("review", holding(ADMIN), STANDALONE),
    "an administrator on a condition": case(
        "review", allowed("*", Condition={"Bool": {"aws:SecureTransport": "true"}}), STANDALONE
    ),
    "ReadOnlyAccess": case("review", holding(READ), STANDALONE),
    "ReadOnlyAccess, its text not listed": case("review", NOT_LISTED, STANDALONE),
    "PowerUserAccess": case(
        "review",
        holding(
            managed(
                "PowerUserAccess",
                owner="aws",
                document=policy({"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}),
            )
        ),
        STANDALONE,
    ),
    "all but IAM, in a policy of its own": case(
        "review", details(vendor(inline=inline({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}))), STANDALONE
    ),
    "objects of every bucket": case("review", allowed("s3:GetObject", "arn:aws:s3:::*"), STANDALONE),
    "rows of every table": case("review", allowed(["dynamodb:*"]), STANDALONE),
    "every secret": case("review", allowed("secretsmanager:Get*"), STANDALONE),
    "SecurityAudit": case("pass", holding(AUDIT), STANDALONE),
    "objects of one bucket": case("pass", allowed("s3:GetObject", "arn:aws:s3:::exports/*"), STANDALONE),
    "nothing": case("pass", details(vendor()), STANDALONE),
    "an administrator of the own account": case("not_applicable", holding(ADMIN, who=HERE), STANDALONE),
    "an administrator of the organization": case("not_applicable", holding(ADMIN, who=SIBLING), org_facts()),
    "an administrator of a declared account": case(
        "not_applicable", holding(ADMIN, who=VENDOR), STANDALONE, scope=scope(own_accounts=(OwnAccount(VENDOR),))
    ),
    "services alone": case("not_applicable", details(role()), STANDALONE),
    "everybody": case("review", details(role(trust=trusts("*"), attached=attached(ADMIN))), STANDALONE),
    "one broad, one narrow": case(
        "review", details(vendor(attached=attached(ADMIN)), role("b", trust=trusts({"AWS": VENDOR}))), STANDALONE
    ),
    "a policy not understood": case("unknown", holding(BROKEN_ONE), STANDALONE),
    "trust not understood": case("unknown", details(role(trust=BROKEN)), STANDALONE),
    "the organization unread": case("review", holding(READ), OrgFacts=DENIED),
    "denied": case("unknown", STANDALONE, AuthorizationDetails=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_account_and_policy_are_named() -> None:
    (verdict,) = judge(CHECK, holding(READ), STANDALONE)

    assert f"account {VENDOR}" in verdict.message
    assert "ReadOnlyAccess" in verdict.message
