"""Policy documents that no sane person writes end in a verdict, never in a crash, and soon."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from scanners.engine.checks.registry import Check, all_checks
from scanners.engine.checks.verdicts import Outcome
from scanners.engine.facts.policies import Policy, parse_policy
from tests.scanners.fact_builders import HERE, SCOPE, STANDALONE, VENDOR, details, iam, managed, role, user

CHECKS = [one for one in all_checks().values() if iam.AuthorizationDetails in one.needs]
TRUST = {"Effect": "Allow", "Principal": {"AWS": VENDOR}, "Action": "sts:AssumeRole"}
GRANT = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def document(statement: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statement}


def with_everywhere(policy: Policy) -> iam.AuthorizationDetails:
    """The document as trust, as inline policy of a role and a user, and as a managed one."""
    return details(
        role("odd", trust=policy, inline=(iam.InlinePolicy("odd", policy),)),
        user("odd", inline=(iam.InlinePolicy("odd", policy),)),
        policies=(managed("odd", document=policy),),
    )


def judged(check: Check, policy: Policy) -> list[Outcome]:
    from tests.scanners.fact_builders import report, row

    facts = {
        iam.AuthorizationDetails: with_everywhere(policy),
        iam.CredentialReport: report(row("odd")),
        type(STANDALONE): STANDALONE,
    }
    return [verdict.outcome for verdict in check.run(SCOPE, facts)]


ODD: dict[str, Any] = {
    "no document": None,
    "a number": 7,
    "a list": [TRUST],
    "empty": {},
    "no statement": {"Version": "2012-10-17"},
    "statement a text": document("Allow"),
    "statement null": document([None]),
    "effect in capitals": document([{**TRUST, "Effect": "ALLOW"}]),
    "effect a list": document([{**TRUST, "Effect": ["Allow"]}]),
    "unknown element": document([{**TRUST, "Sudo": True}]),
    "action a number": document([{**TRUST, "Action": 7}]),
    "action an object": document([{**GRANT, "Action": {"s3": "*"}}]),
    "principal null": document([{**TRUST, "Principal": None}]),
    "principal a number": document([{**TRUST, "Principal": {"AWS": 123456789012}}]),
    "both principals": document([{**TRUST, "NotPrincipal": {"AWS": HERE}}]),
    "condition a text": document([{**TRUST, "Condition": "x"}]),
    "condition of lists": document([{**TRUST, "Condition": {"StringEquals": ["sts:ExternalId", "x"]}}]),
    "condition null": document([{**TRUST, "Condition": {"StringEquals": {"sts:ExternalId": None}}}]),
    "unknown qualifier": document([{**TRUST, "Condition": {"ForSome:StringEquals": {"sts:ExternalId": "x"}}}]),
    "not JSON": "{",
    "duplicate keys": '{"Statement": [{"Effect": "Deny", "Effect": "Allow", "Action": "*", "Resource": "*"}]}',
    "two spellings": '{"Statement": [{"Effect": "Allow", "Action": "s3:Get*", "action": "*", "Resource": "*"}]}',
    "nested deeply": '{"Statement":' + "[" * 100_000,
    "too large": json.dumps(document([{**GRANT, "Sid": "x" * 1_100_000}])),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_what_cannot_be_understood_never_passes_for_harmless(odd: Any) -> None:
    policy = parse_policy(odd)

    assert not policy.is_readable
    for check in CHECKS:
        assert judged(check, policy), check.id
    for check_id in ("role_trust_not_open", "third_party_roles_external_id", "no_full_admin_custom_policies"):
        assert Outcome.UNKNOWN in judged(all_checks()[check_id], policy), check_id


SAME: dict[str, Callable[[dict[str, Any]], Any]] = {
    "an object": lambda one: one,
    "text": json.dumps,
    "URL-encoded": lambda one: quote(json.dumps(one)),
    "with blanks before": lambda one: "  \n" + json.dumps(one),
    "element names in capitals": lambda one: (
        json.dumps(one)
        .replace('"Statement"', '"STATEMENT"')
        .replace('"Action"', '"ACTION"')
        .replace('"Principal"', '"principal"')
    ),
    "one statement, no list": lambda one: document(one["Statement"][0]),
    "lists everywhere": lambda one: document(
        [{key: [value] if key in ("Action", "Resource") else value for key, value in one["Statement"][0].items()}]
    ),
}


@pytest.mark.parametrize("form", SAME.values(), ids=SAME)
def test_the_same_document_in_another_form_has_the_same_verdict(form: Callable[[dict[str, Any]], Any]) -> None:
    trust, grant = parse_policy(form(document([TRUST]))), parse_policy(form(document([GRANT])))

    assert Outcome.FAIL in judged(all_checks()["third_party_roles_external_id"], trust)
    assert Outcome.FAIL in judged(all_checks()["no_full_admin_custom_policies"], grant)


MANY = {
    "trust": [{**TRUST, "Principal": {"AWS": f"{number:012d}"}} for number in range(10_000)],
    "grants": [{"Effect": "Allow", "Action": f"s3:Get{number}*", "Resource": "*"} for number in range(10_000)],
    "denies": [{"Effect": "Deny", "Action": "*", "Resource": f"arn:aws:s3:::{number}*"} for number in range(10_000)],
    "stars": [{"Effect": "Allow", "Action": "*:*a*b*c*d", "Resource": "*a*b*c*d*e"} for _ in range(10_000)],
    "conditions": [
        {**TRUST, "Condition": {"StringLike": {"sts:ExternalId": f"{number}*", "aws:PrincipalArn": "*" * 9}}}
        for number in range(5_000)
    ],
}


@pytest.mark.parametrize("statements", MANY.values(), ids=MANY)
def test_ten_thousand_statements_are_judged_in_seconds(statements: list[dict[str, Any]]) -> None:
    began = time.process_time()

    policy = parse_policy(document(statements))
    for check in CHECKS:
        assert judged(check, policy), check.id

    assert time.process_time() - began < 10


def test_more_statements_than_anybody_may_have_are_not_half_read() -> None:
    policy = parse_policy(document([TRUST] * 10_001))

    assert Outcome.UNKNOWN in judged(all_checks()["third_party_roles_external_id"], policy)
