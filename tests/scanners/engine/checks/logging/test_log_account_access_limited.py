"""Judged in the log account."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam, s3
from tests.scanners.fact_builders import (
    ADMIN,
    BROKEN,
    DENIED,
    HERE,
    SIBLING,
    Case,
    account_facts,
    allow,
    assert_case,
    attached,
    bucket,
    case,
    details,
    inline,
    policy,
    report,
    role,
    row,
    s3_facts,
    scope,
    user,
)

CHECK = "log_account_access_limited"

LOG_SCOPE = scope(is_log_account=True)
SERVICE = allow("s3:PutObject", "arn:aws:s3:::l/*", Principal={"Service": "cloudtrail.amazonaws.com"})
GOOD = s3_facts(bucket("l", policy=policy(SERVICE)))
SHARED = s3_facts(
    bucket("l", policy=policy(SERVICE, allow("s3:Delete*", "arn:aws:s3:::l/*", Principal={"AWS": SIBLING})))
)


def let_in(principal: object, action: str = "s3:PutObject", **more: object) -> s3.S3Facts:
    return s3_facts(bucket("l", policy=policy(SERVICE, allow(action, "arn:aws:s3:::l/*", Principal=principal, **more))))


def of_account(account: str) -> dict[str, object]:
    return {"Condition": {"StringEquals": {"aws:PrincipalAccount": account}}}


def granted(permission: str) -> s3.S3Facts:
    return s3_facts(bucket("l", policy=policy(SERVICE), ownership=None, acl=(s3.AclGrant("", permission, "79a5"),)))


ADMINS = details(*(role(f"boss{n}", attached=attached(ADMIN)) for n in range(4)))
CASES = {
    "many roles named like a platform's": case(
        "review",
        details(*(role(f"stacksets-exec-{n}", attached=attached(ADMIN)) for n in range(5))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "many small roles": case("pass", details(*(role(f"r{n}") for n in range(5))), GOOD, report(), scope=LOG_SCOPE),
    "a workload account may read": case(
        "pass",
        details(),
        s3_facts(bucket("l", policy=policy(SERVICE, allow("s3:GetObject", Principal={"AWS": SIBLING})))),
        report(),
        scope=LOG_SCOPE,
    ),
    "a load balancer's logs": case("pass", details(), let_in({"AWS": "054676820928"}), report(), scope=LOG_SCOPE),
    "a load balancer's account that deletes": case(
        "fail pass", details(), let_in({"AWS": "054676820928"}, "s3:DeleteObject"), report(), scope=LOG_SCOPE
    ),
    "everybody of this account": case(
        "pass", details(), let_in("*", "s3:*", **of_account(HERE)), report(), scope=LOG_SCOPE
    ),
    "everybody of another account": case(
        "fail pass", details(), let_in("*", "s3:*", **of_account(SIBLING)), report(), scope=LOG_SCOPE
    ),
    "an account may tag": case(
        "fail pass", details(), let_in({"AWS": SIBLING}, "s3:*Tagging"), report(), scope=LOG_SCOPE
    ),
    "an account may write by ACL": case("pass review", details(), granted("WRITE"), report(), scope=LOG_SCOPE),
    "an account may read by ACL": case("pass", details(), granted("READ"), report(), scope=LOG_SCOPE),
    "an ACL that was refused": case(
        "pass unknown",
        details(),
        s3_facts(bucket("l", policy=policy(SERVICE), ownership=None, acl=DENIED)),
        report(),
        scope=LOG_SCOPE,
    ),
    "roles that may change other services": case(
        "pass",
        details(*(role(f"w{n}", inline=inline(allow(["ec2:CreateTags", "sqs:DeleteMessage"]))) for n in range(4))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "a canonical user may write": case(
        "fail pass",
        details(),
        s3_facts(bucket("l", policy=policy(SERVICE, allow("s3:PutObject", Principal={"CanonicalUser": "79a5"})))),
        report(),
        scope=LOG_SCOPE,
    ),
    "many roles that may delete logs without being administrators": case(
        "review",
        details(*(role(f"w{n}", inline=inline(allow("s3:*"))) for n in range(4))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "many roles that may change that bucket": case(
        "review",
        details(*(role(f"w{n}", inline=inline(allow("s3:PutLifecycle*", "arn:aws:s3:::l"))) for n in range(4))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "many roles that may delete one account's logs": case(
        "review",
        details(*(role(f"w{n}", inline=inline(allow("s3:*", "arn:aws:s3:::l/AWSLogs/1*"))) for n in range(4))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "many roles that may write to other buckets": case(
        "pass",
        details(*(role(f"w{n}", inline=inline(allow("s3:*", "arn:aws:s3:::app/*"))) for n in range(4))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "many roles that may only read": case(
        "pass",
        details(*(role(f"w{n}", inline=inline(allow("s3:Get*"))) for n in range(4))),
        GOOD,
        report(),
        scope=LOG_SCOPE,
    ),
    "a user with keys that may delete logs": case(
        "review",
        details(user(inline=inline(allow("s3:DeleteObject")))),
        GOOD,
        report(row(password_enabled=False)),
        scope=LOG_SCOPE,
    ),
    "few": case("pass", details(role()), GOOD, report(), scope=LOG_SCOPE),
    "a workload account may delete": case("fail pass", details(), SHARED, report(), scope=LOG_SCOPE),
    "many administrators": case("review", ADMINS, GOOD, report(), scope=LOG_SCOPE),
    "a console user": case("pass review", details(), GOOD, report(row()), scope=LOG_SCOPE),
    "no log bucket seen": case("pass review", details(), s3_facts(bucket()), report(), scope=LOG_SCOPE),
    "policy not understood": case(
        "unknown", details(role(inline=(iam.InlinePolicy("x", BROKEN),))), GOOD, report(), scope=LOG_SCOPE
    ),
    "a bucket policy refused": case(
        "pass unknown", details(), s3_facts(*GOOD.buckets, bucket("x", policy=DENIED)), report(), scope=LOG_SCOPE
    ),
    "a statement not understood": case(
        "pass unknown",
        details(),
        s3_facts(bucket("l", policy=policy(SERVICE, {**SERVICE, "Effect": "allow"}))),
        report(),
        scope=LOG_SCOPE,
    ),
    "report refused": case("pass unknown", details(), GOOD, scope=LOG_SCOPE, CredentialReport=DENIED),
    "buckets refused": case("unknown", details(), s3_facts(buckets=DENIED), report(), scope=LOG_SCOPE),
    "not the log account": case("unknown", details(), GOOD, report()),
    "suspended account": case("not_applicable", details(), GOOD, account_facts(state="SUSPENDED")),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
