"""Who a policy lets in, and what it demands."""

from __future__ import annotations

import pytest

from scanners.engine.facts.policies import Principal, Statement
from scanners.engine.facts.trust import (
    bounding_condition,
    demands_value,
    external_id,
    external_id_count,
    names_everybody,
    principal_account,
    trusted_accounts,
)
from tests.scanners.fact_builders import HERE, VENDOR, trusts


def with_condition(condition: dict[str, object]) -> Statement:
    return trusts({"AWS": VENDOR}, Condition=condition).statements[0]


@pytest.mark.parametrize(
    ("principal", "account"),
    [
        (Principal("AWS", VENDOR), VENDOR),
        (Principal("AWS", f"arn:aws:iam::{VENDOR}:role/x"), VENDOR),
        (Principal("AWS", f"arn:aws-cn:sts::{VENDOR}:assumed-role/x/y"), VENDOR),
        (Principal("AWS", "*"), ""),
        (Principal("AWS", "AIDAEXAMPLE"), ""),
        (Principal("AWS", "１" * 12), ""),
        (Principal("Service", VENDOR), ""),
        (Principal("Federated", f"arn:aws:iam::{VENDOR}:saml-provider/x"), ""),
    ],
)
def test_account_of_a_principal(principal: Principal, account: str) -> None:
    assert principal_account(principal) == account


def test_accounts_are_named_once() -> None:
    (statement,) = trusts({"AWS": [VENDOR, f"arn:aws:iam::{VENDOR}:root", HERE]}).statements

    assert trusted_accounts(statement) == (VENDOR, HERE)


@pytest.mark.parametrize(
    ("condition", "demand"),
    [
        ({}, "missing"),
        ({"StringEquals": {"sts:ExternalId": "abc"}}, "required"),
        ({"StringEqualsIgnoreCase": {"sts:ExternalId": "abc"}}, "required"),
        ({"ForAnyValue:StringEquals": {"sts:ExternalId": "abc"}}, "required"),
        ({"StringLike": {"sts:ExternalId": "ab?"}}, "partial"),
        ({"StringLike": {"sts:ExternalId": ["abc", "?*"]}}, "wildcard"),
        ({"StringEquals": {"sts:ExternalId": ""}}, "wildcard"),
        ({"Null": {"sts:ExternalId": False}}, "wildcard"),
        ({"Null": {"sts:ExternalId": True}}, "missing"),
        ({"StringEqualsIfExists": {"sts:ExternalId": "abc"}}, "optional"),
        ({"ForAllValues:StringLike": {"sts:ExternalId": "abc"}}, "optional"),
        ({"StringNotEquals": {"sts:ExternalId": "abc"}}, "missing"),
        ({"StringEquals": {"sts:ExternalId": "${sts:ExternalId}"}}, "wildcard"),
        ({"StringEquals": {"sts:ExternalId": ["abc", "x${aws:userid}"]}}, "wildcard"),
        ({"StringEqualsIfExists": {"sts:ExternalId": "a"}, "Null": {"sts:ExternalId": "false"}}, "required"),
        ({"ForAllValues:StringEquals": {"sts:ExternalId": "a"}, "Null": {"sts:ExternalId": False}}, "required"),
        ({"StringLikeIfExists": {"sts:ExternalId": "*"}, "Null": {"sts:ExternalId": "false"}}, "wildcard"),
        ({"StringEqualsIfExists": {"sts:ExternalId": "a"}, "StringEquals": {"sts:ExternalId": "a"}}, "required"),
    ],
)
def test_external_id(condition: dict[str, object], demand: str) -> None:
    assert external_id(with_condition(condition)).value == demand


def test_several_external_ids_are_counted() -> None:
    statement = with_condition({"StringEquals": {"sts:ExternalId": ["a", "b", "a"]}})

    assert external_id_count(statement) == 2


@pytest.mark.parametrize(
    ("condition", "is_bound"),
    [
        ({"StringEquals": {"aws:SourceAccount": HERE}}, True),
        ({"StringLike": {"aws:PrincipalOrgPaths": "o-acme/*"}}, True),
        ({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{HERE}:*"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}, False),
        ({"StringLike": {"aws:PrincipalOrgID": "*"}}, False),
        ({"StringEquals": {"aws:PrincipalOrgID": ["o-acme", "*"]}}, False),
        ({"StringEqualsIfExists": {"aws:SourceAccount": HERE}}, False),
        ({"StringNotEquals": {"aws:SourceAccount": HERE}}, False),
        ({"Bool": {"aws:SecureTransport": "true"}}, False),
        ({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, False),
        ({"StringLike": {"aws:PrincipalOrgPaths": "o-*/r-1/*"}}, False),
        ({"StringLike": {"aws:PrincipalAccount": "1*"}}, False),
        ({"StringLike": {"aws:PrincipalAccount": "????????????"}}, False),
        ({"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}, False),
        ({"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}, True),
        ({"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}, True),
        ({"StringLike": {"aws:PrincipalArn": "*role/ops"}}, False),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/111122223333"}}, False),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{HERE}:role/*"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-logs"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-*"}}, False),
    ],
)
def test_bounding_condition(condition: dict[str, object], *, is_bound: bool) -> None:
    assert (bounding_condition(with_condition(condition)) is not None) is is_bound


def test_a_demanded_value_must_be_the_only_one() -> None:
    both = with_condition({"StringEquals": {"aws:PrincipalOrgID": ["o-acme", "o-other"]}})

    assert not demands_value(both, "aws:principalorgid", "o-acme")
    assert not demands_value(both, "aws:principalorgid", "")


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"AWS": [HERE, "*"]}, True),
        ({"AWS": HERE}, False),
        ({"Service": "*"}, False),
    ],
)
def test_everybody(principal: object, *, expected: bool) -> None:
    assert names_everybody(trusts(principal).statements[0]) is expected
