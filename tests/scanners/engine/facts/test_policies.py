"""Any document becomes statements or a note of what was not understood; nothing makes the parser fail."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanners.engine.facts.policies import MAX_STATEMENTS, Policy, Principal, mask_external_id, parse_policy
from scanners.engine.facts.serialize import from_json, to_json

ONE = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [ONE]}


@pytest.mark.parametrize("form", [DOCUMENT, json.dumps(DOCUMENT), quote(json.dumps(DOCUMENT)), {"statement": ONE}])
def test_every_form_reads_alike(form: object) -> None:
    policy = parse_policy(form)

    assert policy.is_readable
    assert policy.statements[0].actions == ("s3:GetObject",)


def test_keys_may_be_spelled_in_any_case() -> None:
    (statement,) = parse_policy(
        '{"STATEMENT": {"effect": "Deny", "NOTACTION": ["iam:*"], "resource": "*", "principal": {"aws": "1"}}}'
    ).statements

    assert (statement.effect, statement.not_actions) == ("Deny", ("iam:*",))
    assert statement.principals == (Principal("AWS", "1"),)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (None, "not_an_object"),
        (7, "not_an_object"),
        ("", "not_json"),
        ("{oops", "not_json"),
        ("[1]", "not_an_object"),
        ("[" * 100_000, "too_deep"),
        ('{"Statement": ' + '{"a":' * 100_000, "too_deep"),
        ("{" + " " * 2_000_000 + "}", "too_large"),
        ('{"Statement": [], "Statement": []}', "duplicate_key"),
        ({"Statement": [], "statement": []}, "duplicate_key"),
        ({"Version": "x"}, "no_statement"),
        ({"Statement": [], "Extra": 1}, "unknown_element"),
        ({"Statement": [ONE] * (MAX_STATEMENTS + 1)}, "too_many_statements"),
        ('{"Statement": ' + "9" * 10_000 + "}", "not_json"),
    ],
)
def test_what_is_no_policy_is_named(document: object, reason: str) -> None:
    policy = parse_policy(document)

    assert [one.reason for one in policy.malformed] == [reason]
    assert not policy.statements


@pytest.mark.parametrize(
    "change",
    [
        {"Action": []},
        {"Resource": []},
        {"Principal": {}},
        {"Principal": {"AWS": [], "Service": []}},
        {"Condition": {"StringEquals": {"k": []}}},
        {"Condition": {"ForAnyValue:StringLike": {"k": []}}},
    ],
)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_a_statement_with_an_empty_list_applies_to_nothing(change: dict[str, object], effect: str) -> None:
    policy = parse_policy({"Statement": [{**ONE, **change, "Effect": effect}, ONE]})

    assert policy.is_readable
    assert [one.label for one in policy.statements] == ["statement 2"]


def test_an_empty_list_beside_names_leaves_the_names() -> None:
    (statement,) = parse_policy({"Statement": {**ONE, "Principal": {"AWS": [], "Service": "x"}}}).statements

    assert statement.principals == (Principal("Service", "x"),)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Effect": "allow"}, "bad_effect"),
        ({"Effect": None}, "bad_effect"),
        ({"NotAction": [], "Action": None}, "bad_value"),
        ({"Action": [1]}, "bad_value"),
        ({"Action": {"a": 1}}, "bad_value"),
        ({"NotAction": "x"}, "bad_action"),
        ({"NotResource": "x"}, "bad_resource"),
        ({"Principal": "somebody"}, "bad_principal"),
        ({"NotPrincipal": {"AWS": []}}, "bad_value"),
        ({"Principal": {"AWS": None}}, "bad_value"),
        ({"Principal": {"Planet": "Mars"}}, "unknown_element"),
        ({"Principal": {"AWS": "1", "aws": "2"}}, "duplicate_key"),
        ({"Condition": []}, "bad_condition"),
        ({"Condition": {"StringEquals": "x"}}, "bad_condition"),
        ({"Condition": {"StringEquals": {"k": [{}]}}}, "bad_condition"),
        ({"Condition": {"StringEqualsIfExists": {"k": []}}}, "bad_value"),
        ({"Condition": {"ForAllValues:StringEquals": {"k": []}}}, "bad_value"),
        ({"Condition": {"StringNotEquals": {"k": []}}}, "bad_value"),
        ({"Condition": {"Null": {"k": []}}}, "bad_value"),
        ({"Condition": {"StringEquals": {"k": "a", "K": "b"}}}, "duplicate_key"),
        ({"Condition": {"ForSomeValues:StringEquals": {"k": "a"}}}, "bad_condition"),
        ({"Surprise": 1}, "unknown_element"),
    ],
)
def test_a_bad_statement_leaves_the_others_readable(change: dict[str, object], reason: str) -> None:
    policy = parse_policy({"Statement": [{**ONE, **change}, ONE]})

    assert [(one.reason, one.where) for one in policy.malformed] == [(reason, "statement 1")]
    assert [one.index for one in policy.statements] == [1]


def test_conditions_are_taken_apart() -> None:
    condition = {"ForAnyValue:StringLikeIfExists": {"aws:PrincipalTag/Team": ["a", True, 3]}}

    (statement,) = parse_policy({"Statement": {**ONE, "Condition": condition}}).statements

    (found,) = statement.conditions
    assert (found.qualifier, found.operator, found.if_exists) == ("foranyvalue", "stringlike", True)
    assert (found.key, found.values) == ("aws:principaltag/team", ("a", "true", "3"))


def test_external_ids_are_masked_and_counted_once() -> None:
    condition = {"StringLike": {"sts:ExternalId": ["secret", "secret", "acme-*", "*", ""]}}

    (statement,) = parse_policy({"Statement": {**ONE, "Condition": condition}}).statements

    assert statement.conditions[0].values == ("…", "…*", "*", "")
    assert "secret" not in repr(statement)


def test_masking_keeps_wildcards_only() -> None:
    assert mask_external_id("a?b\n*c") == "…?…*…"


def test_ten_thousand_statements_are_read_quickly() -> None:
    began = time.perf_counter()

    policy = parse_policy(json.dumps({"Statement": [{**ONE, "Action": "*"}] * MAX_STATEMENTS}))

    assert len(policy.statements) == MAX_STATEMENTS
    assert time.perf_counter() - began < 5


def test_too_many_values_stop_the_reading() -> None:
    policy = parse_policy({"Statement": [{**ONE, "Action": ["a"] * 150_000}] * 50})

    assert len(policy.statements) == 1
    assert {one.reason for one in policy.malformed} == {"too_many_values"}
    assert len(policy.malformed) == 1


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
KEYS = st.sampled_from(
    ["Statement", "Effect", "Action", "NotAction", "Resource", "Principal", "Condition", "AWS", "StringEquals", "x"]
) | st.text(max_size=4)
TREES = st.recursive(
    SCALARS | st.sampled_from(["Allow", "Deny", "*"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(TREES | st.fixed_dictionaries({"Statement": st.lists(TREES, max_size=3)}))
def test_no_tree_makes_it_fail(tree: object) -> None:
    policy = parse_policy(tree)

    assert policy.statements or policy.malformed or tree == {"Statement": []}
    assert from_json(Policy, json.loads(json.dumps(to_json(policy)))) == policy


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert isinstance(parse_policy(text), Policy)
