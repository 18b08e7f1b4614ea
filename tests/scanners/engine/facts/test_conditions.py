"""What conditions demand once all statements of a resource's policy are read together."""

from __future__ import annotations

import pytest

from scanners.engine.facts.policies import Policy
from scanners.engine.facts.trust import bounding_condition, circles, demands_value
from tests.scanners.fact_builders import HERE, VENDOR, allow, policy

ORG = "o-acme"
EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}
DENY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::data", "arn:aws:s3:::data/*"]}
NOT_ORG = {"StringNotEquals": {"aws:PrincipalOrgID": ORG}}
SERVICES = {"aws:PrincipalIsAWSService": "false"}


def is_bound(found: Policy) -> bool:
    (statement,) = found.allows
    return bounding_condition(statement) is not None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # The keys that name the caller, or on whose behalf a service calls.
        ({"StringEquals": {"aws:PrincipalOrgID": ORG}}, True),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"{ORG}/r-1/*"}}, True),
        ({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "${aws:ResourceOrgID}/*"}}, True),
        ({"StringEquals": {"aws:PrincipalAccount": HERE}}, True),
        ({"StringEquals": {"kms:CallerAccount": HERE}}, True),
        ({"StringEquals": {"aws:SourceOwner": HERE}}, True),
        ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{HERE}:role/*"}}, True),
        ({"ArnEquals": {"lambda:SourceFunctionArn": f"arn:aws:lambda:eu-west-1:{HERE}:function:x"}}, True),
        ({"StringEquals": {"aws:SourceOrgID": ORG}}, True),
        ({"Bool": {"aws:PrincipalIsAWSService": "true"}}, True),
        ({"Bool": {"aws:PrincipalIsAWSService": True}}, True),
        ({"StringEquals": {"aws:PrincipalServiceName": "cloudtrail.amazonaws.com"}}, True),
        ({"ForAnyValue:StringLike": {"aws:PrincipalServiceNamesList": "*.amazonaws.com"}}, True),
        ({"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}, True),
        ({"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}, True),
        ({"StringLike": {"kms:CallerAccount": "1*"}}, False),
        ({"StringEquals": {"kms:CallerAccount": "${kms:CallerAccount}"}}, False),
        ({"BoolIfExists": {"aws:PrincipalIsAWSService": "true"}}, False),
        ({"Bool": {"aws:PrincipalIsAWSService": "false"}}, False),
        ({"StringLike": {"aws:PrincipalServiceName": "*"}}, False),
        ({"StringEqualsIfExists": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}, False),
        ({"StringEquals": {"aws:PrincipalOrgID": "${aws:PrincipalOrgID}"}}, False),
        ({"StringEquals": {"aws:ResourceOrgID": "${aws:ResourceOrgID}"}}, False),
        # Keys that many can meet.
        ({"Bool": {"aws:ViaAWSService": "true"}}, False),
        ({"StringEquals": {"aws:PrincipalTag/team": "x"}}, False),
        ({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}, False),
        ({"StringEquals": {"aws:username": "ada"}}, False),
        ({"StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}, False),
        # What can be skipped, and what a Null check makes strict.
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": ORG}}, False),
        ({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": ORG}}, False),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": ORG}, "Null": {"aws:PrincipalOrgID": "false"}}, True),
        ({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": ORG}, "Null": {"aws:PrincipalOrgID": False}}, True),
        ({"StringLikeIfExists": {"aws:PrincipalOrgID": ORG}, "Null": {"AWS:PrincipalOrgID": 0}}, False),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": ORG}, "Null": {"aws:PrincipalOrgID": "true"}}, False),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": ORG}, "Null": {"aws:PrincipalAccount": "false"}}, False),
        ({"StringLikeIfExists": {"aws:PrincipalOrgID": "*"}, "Null": {"aws:PrincipalOrgID": "false"}}, False),
    ],
)
def test_a_condition_of_the_allow(condition: dict[str, object], *, expected: bool) -> None:
    assert is_bound(policy({**EVERYBODY, "Condition": condition})) is expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (NOT_ORG, True),
        ({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG}}, True),
        ({"StringNotEqualsIgnoreCase": {"aws:PrincipalOrgID": ORG}}, True),
        ({"StringNotLike": {"aws:PrincipalOrgID": [ORG, "o-sister"]}}, True),
        ({"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": f"{ORG}/*"}}, True),
        ({"ArnNotLike": {"aws:PrincipalArn": f"arn:aws:iam::{HERE}:role/*"}}, True),
        ({"ArnNotEquals": {"aws:PrincipalArn": f"arn:aws:iam::{HERE}:role/x"}}, True),
        ({"StringNotEquals": {"kms:CallerAccount": HERE}}, True),
        ({"StringNotEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}, True),
        ({**NOT_ORG, "BoolIfExists": SERVICES}, True),
        ({"StringNotEquals": {"aws:PrincipalOrgID": ORG, "aws:PrincipalAccount": HERE}}, True),
        ({"ForAnyValue:StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORG}}, True),
        # Without the key these deny nothing: anonymous callers have none.
        ({"ForAnyValue:StringNotEquals": {"aws:PrincipalOrgID": ORG}}, False),
        ({**NOT_ORG, "Bool": SERVICES}, False),
        ({"Bool": SERVICES}, False),
        ({**NOT_ORG, "Null": {"aws:PrincipalOrgID": "false"}}, False),
        # An exception that anybody can meet, or that is not understood.
        ({**NOT_ORG, "Bool": {"aws:ViaAWSService": "false"}}, False),
        ({**NOT_ORG, "StringNotEquals": {"aws:PrincipalOrgID": ORG, "aws:PrincipalTag/x": "y"}}, False),
        ({**NOT_ORG, "StringEquals": {"aws:PrincipalType": "User"}}, False),
        ({**NOT_ORG, "Mystery": {"aws:x": "y"}}, False),
        ({"StringNotLike": {"aws:PrincipalOrgID": "o-*"}}, False),
        ({"StringEquals": {"aws:PrincipalOrgID": ORG}}, False),
    ],
)
def test_a_condition_of_a_deny(condition: dict[str, object], *, expected: bool) -> None:
    assert is_bound(policy(EVERYBODY, {**DENY, "Condition": condition})) is expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Action": "*", "Resource": "*"}, True),
        ({"Action": ["s3:PutObject", "s3:Get*"]}, True),
        ({"Action": "s3:PutObject"}, False),
        ({"Action": "s3:GetObjec?"}, False),
        ({"Action": None, "NotAction": "iam:*"}, False),
        ({"Resource": "arn:aws:s3:::data/private/*"}, False),
        ({"Resource": "arn:aws:s3:::data"}, False),
        ({"Principal": {"AWS": VENDOR}}, False),
        ({"Principal": None, "NotPrincipal": {"AWS": HERE}}, False),
    ],
)
def test_a_deny_counts_only_where_it_covers_the_allow(change: dict[str, object], *, expected: bool) -> None:
    deny = {**DENY, "Condition": NOT_ORG, **change}

    assert is_bound(policy(EVERYBODY, {key: value for key, value in deny.items() if value is not None})) is expected


def test_what_a_deny_leaves_is_demanded_and_names_its_circle() -> None:
    (statement,) = policy(EVERYBODY, {**DENY, "Condition": NOT_ORG}).allows

    assert demands_value(statement, "aws:principalorgid", ORG)
    assert circles(statement) == ((ORG,),)


def test_the_circles_of_alternatives_are_named_together() -> None:
    condition = {"StringNotEquals": {"aws:PrincipalOrgID": ORG, "aws:PrincipalAccount": VENDOR}}
    (statement,) = policy(EVERYBODY, {**DENY, "Condition": condition}).allows

    assert circles(statement) == ((ORG, VENDOR),)
    assert not demands_value(statement, "aws:principalorgid", ORG)


def test_an_account_in_a_deny_covers_its_principals() -> None:
    user = {**EVERYBODY, "Principal": {"AWS": f"arn:aws:iam::{VENDOR}:user/x"}}

    for who in (VENDOR, f"arn:aws:iam::{VENDOR}:root"):
        (statement,) = policy(user, {**DENY, "Principal": {"AWS": who}, "Condition": NOT_ORG}).allows
        assert demands_value(statement, "aws:principalorgid", ORG)


def test_denies_of_identity_policies_are_left_to_who_reads_them() -> None:
    (statement,) = policy(allow(), {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": NOT_ORG}).allows

    assert not statement.conditions
