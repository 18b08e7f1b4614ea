"""Patterns match as IAM's do."""

from __future__ import annotations

import fnmatch
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanners.engine.facts.matching import (
    covers_action,
    covers_every_action,
    covers_every_resource,
    covers_everything_of,
    covers_resource,
    covers_whole_service,
    pattern_matches,
)
from scanners.engine.facts.policies import Statement
from tests.scanners.fact_builders import allow, policy


def first(statement: dict[str, object]) -> Statement:
    return policy(statement).statements[0]


@pytest.mark.parametrize(
    ("pattern", "value", "expected"),
    [
        ("*", "s3:GetObject", True),
        ("S3:getobject", "s3:GetObject", True),
        ("s3:Get*", "s3:GetObject", True),
        ("s3:Get*", "s3:PutObject", False),
        ("s3:?etObject", "s3:GetObject", True),
        ("s3:Get", "s3:GetObject", False),
        ("s3:GetObject", "s3:Get", False),
        ("*Object", "s3:GetObjectAcl", False),
        ("", "", True),
        ("", "a", False),
        ("**", "", True),
        ("s3:[a-z]*", "s3:GetObject", False),
    ],
)
def test_pattern(pattern: str, value: str, *, expected: bool) -> None:
    assert pattern_matches(pattern, value) is expected


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_pattern_agrees_with_another_implementation(pattern: str, value: str) -> None:
    assert pattern_matches(pattern, value) == bool(re.fullmatch(fnmatch.translate(pattern), value))


def test_a_nasty_pattern_costs_little() -> None:
    began = time.perf_counter()

    assert not pattern_matches("*a" * 200 + "b", "a" * 400)
    assert time.perf_counter() - began < 1


def test_not_action_covers_the_rest() -> None:
    statement = first({"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"})

    assert covers_action(statement, "s3:GetObject")
    assert not covers_action(statement, "iam:PassRole")
    assert not covers_every_action(statement)


@pytest.mark.parametrize(
    ("action", "expected"),
    [("*", True), ("**", True), ("*:*", True), ("?*", True), ("?*:?*", True), ("s*:*", False), ("*:Get*", False)],
)
def test_every_action(action: str, *, expected: bool) -> None:
    assert covers_every_action(first(allow(action))) is expected


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("*", True),
        ("**", True),
        ("arn:aws:*:*:*:*", True),
        ("arn:*", True),
        ("arn:aws:*", True),
        ("a*", True),
        ("arn:aws:iam::*:*", False),
        ("arn:aws:*:*:111111111111:*", False),
        ("arn:aws:s3:::*", False),
        (["arn:aws:s3:::x", "*"], True),
    ],
)
def test_every_resource(resource: object, *, expected: bool) -> None:
    assert covers_every_resource(first(allow("s3:*", resource))) is expected


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("*", True),
        ("arn:aws:s3:::*", True),
        ("arn:*:s3:*", True),
        ("arn:aws:s3:::acme*", False),
        ("arn:aws:s3:::*/logs/*", False),
        ("arn:aws:sqs:*:*:*", False),
    ],
)
def test_everything_of_a_service(resource: object, *, expected: bool) -> None:
    assert covers_everything_of(first(allow("s3:*", resource)), "s3") is expected


def test_resources_by_pattern_and_exception() -> None:
    assert covers_resource(first(allow("s3:*", "arn:aws:s3:::a*")), "arn:aws:s3:::acme")
    exception = first({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::acme"})
    assert not covers_resource(exception, "arn:aws:s3:::acme")


@pytest.mark.parametrize(
    ("action", "expected"),
    [("s3:*", True), ("S3:**", True), ("*", True), ("s*", True), ("s3:Get*", False), ("s3:?", False)],
)
def test_whole_service(action: str, *, expected: bool) -> None:
    assert covers_whole_service(first(allow(action)), "s3") is expected
