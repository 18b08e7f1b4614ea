"""A Deny for everybody, on the bucket and its objects, where there is no TLS."""

from __future__ import annotations

from typing import Any

import pytest

from scanners.engine.facts.policies import parse_policy
from scanners.engine.scope import DeclaredStore
from tests.scanners.fact_builders import (
    BROKEN,
    DENIED,
    VENDOR,
    Case,
    assert_case,
    bucket,
    case,
    policy,
    s3_facts,
    scope,
    trail,
    trails,
)

CHECK = "s3_tls_only_policy"
ARN = "arn:aws:s3:::data"
SECRET = scope(stores=(DeclaredStore(ARN, is_sensitive=True),))
HARMLESS = scope(stores=(DeclaredStore(ARN, is_sensitive=False),))
PLAIN = {"Bool": {"aws:SecureTransport": "false"}}


def deny(condition: dict[str, Any] = PLAIN, **changes: Any) -> dict[str, Any]:
    sound = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [ARN, f"{ARN}/*"],
        "Condition": condition,
    }
    return sound | changes


def without_resource(statement: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**{key: value for key, value in statement.items() if key != "Resource"}, **more}


def found(expected: str, *statements: dict[str, Any], declared: object = SECRET) -> Case:
    facts = s3_facts(bucket(policy=policy(*statements) if statements else None))
    return case(expected, facts, trails(), scope=declared)  # type: ignore[arg-type]


CASES = {
    "refuses": found("pass", deny()),
    "refuses, not classified": found("pass", deny(), declared=scope()),
    "refuses in two statements": found("pass", deny(Resource=ARN), deny(Resource=f"{ARN}/*")),
    "refuses by an AWS star": found("pass", deny(Principal={"AWS": "*"})),
    "only objects": found("fail", deny(Resource=f"{ARN}/*")),
    "only the bucket": found("fail", deny(Resource=ARN)),
    "only some objects": found("fail", deny(Resource=[ARN, f"{ARN}/private/*"])),
    "all objects but some": found("fail", without_resource(deny(), NotResource=f"{ARN}/public/*")),
    "only actions of one letter": found("fail", deny(Action="s3:?")),
    "only keys of one letter": found("fail", deny(Resource=[ARN, f"{ARN}/?"])),
    "only reading": found("fail", deny(Action="s3:GetObject")),
    "only for one account": found("fail", deny(Principal={"AWS": VENDOR})),
    "for all but one": found(
        "fail", {**{k: v for k, v in deny().items() if k != "Principal"}, "NotPrincipal": {"AWS": VENDOR}}
    ),
    "only from outside": found("fail", deny({**PLAIN, "StringNotEquals": {"aws:SourceVpc": "vpc-1"}})),
    "refuses all but AWS services": found(
        "pass", deny({"Bool": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "false"}})
    ),
    "refuses all but AWS services, if they are told": found(
        "pass", deny({**PLAIN, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}})
    ),
    "refuses AWS services only": found(
        "fail", deny({"Bool": {"aws:SecureTransport": "false", "aws:PrincipalIsAWSService": "true"}})
    ),
    "refuses what AWS services do not ask for": found("fail", deny({"Bool": {"aws:PrincipalIsAWSService": "false"}})),
    "refuses TLS instead": found("fail", deny({"Bool": {"aws:SecureTransport": "true"}})),
    "a floor of the version": found("fail", deny({"NumericLessThan": {"s3:TlsVersion": "1.2"}})),
    "a floor that sees plain HTTP": found("pass", deny({"NumericLessThanIfExists": {"s3:TlsVersion": "1.2"}})),
    "a floor too low": found("fail", deny({"NumericLessThanIfExists": {"s3:TlsVersion": "1.1"}})),
    "an Allow with TLS only": found("fail", deny({"Bool": {"aws:SecureTransport": "true"}}, Effect="Allow")),
    "no policy": found("fail"),
    "no policy, not classified": found("review", declared=scope()),
    "no policy, not sensitive": found("not_applicable", declared=HARMLESS),
    "a log bucket": case("not_applicable", s3_facts(bucket("acme-logs")), trails(trail())),
    "a sensitive log bucket": case("fail", s3_facts(bucket()), trails(trail(bucket="data")), scope=SECRET),
    "policy unread": case("unknown", s3_facts(bucket(policy=DENIED)), trails(), scope=SECRET),
    "policy not understood": case("unknown", s3_facts(bucket(policy=BROKEN)), trails(), scope=SECRET),
    "refuses beside something odd": case(
        "pass",
        s3_facts(bucket(policy=parse_policy({"Statement": [deny(), {"Effect": "Maybe", "Action": "x"}]}))),
        trails(),
        scope=SECRET,
    ),
    "one good, one bad": case(
        "pass review", s3_facts(bucket(policy=policy(deny())), bucket("other")), trails(), scope=SECRET
    ),
    "no buckets": case("not_applicable", s3_facts(), trails()),
    "buckets refused": case("unknown", s3_facts(buckets=DENIED), trails()),
    "trails unread": case("fail", s3_facts(bucket()), scope=SECRET, TrailFacts=DENIED),
    "denied": case("unknown", trails(), S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
