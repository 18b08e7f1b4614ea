"""Which trust policies keep other customers out."""

from __future__ import annotations

import pytest

from scanners.engine.role_template.template import role_template
from tests.scanners.engine.documents.templates import OURS, outcomes, said, stack, trust

CHECK = "template_requires_external_id"
ACCOUNT = "123456789012"


def judged(assume, **more):
    return outcomes(CHECK, "role.json", stack(assume, **more))


@pytest.mark.parametrize("principal", [OURS, ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root", [OURS, ACCOUNT]])
def test_one_account_and_an_id_from_a_parameter_pass(principal):
    assert judged(trust(principal)) == ["pass"]


def test_our_own_template_passes():
    assert outcomes(CHECK, "role.yaml", role_template(OURS).text) == ["pass"]


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"StringEqualsIfExists": {"sts:ExternalId": {"Ref": "ExternalId"}}},
        {"ForAllValues:StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}},
        {"StringLike": {"sts:ExternalId": "*"}},
        {"Null": {"sts:ExternalId": "false"}},
        {"StringNotEquals": {"sts:ExternalId": "x"}},
        {"Bool": {"aws:SecureTransport": "true"}},
    ],
)
def test_conditions_that_demand_nothing_fail(condition):
    assert judged(trust(condition=condition)) == ["fail"]


@pytest.mark.parametrize("principal", ["*", ["*", OURS], "arn:aws:iam::*:root"])
def test_trusting_everybody_fails_even_with_an_id(principal):
    assert judged(trust(principal)) == ["fail"]


def test_everybody_but_some_fails():
    assume = trust()
    assume["Statement"][0]["NotPrincipal"] = assume["Statement"][0].pop("Principal")

    assert judged(assume) == ["fail"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"StringEquals": {"sts:ExternalId": "acme-shared"}}, "is in the file"),
        ({"StringEquals": {"sts:ExternalId": ["one", "two"]}}, "any of 2 external IDs"),
        ({"StringLike": {"sts:ExternalId": {"Fn::Sub": "${ExternalId}*"}}}, "wildcard"),
        ({"StringEquals": {"sts:ExternalId": {"Ref": "AWS::AccountId"}}}, "not a parameter of this file"),
    ],
)
def test_doubtful_ids_want_a_person(condition, words):
    ((outcome, message),) = said(CHECK, "role.json", stack(trust(condition=condition)))

    assert outcome == "review"
    assert words in message


def test_a_parameter_with_a_default_is_shared_by_whoever_leaves_it():
    parameters = {"ExternalId": {"Type": "String", "Default": "changeme"}}

    assert judged(trust(), parameters=parameters) == ["review"]


@pytest.mark.parametrize("principal", [[ACCOUNT, "210987654321"], {"Ref": "Vendor"}])
def test_a_principal_that_is_not_one_known_account_wants_a_person(principal):
    assert judged(trust(principal)) == ["review"]


def test_a_principal_from_a_parameter_with_our_arn_as_default_passes():
    parameters = {"ExternalId": {"Type": "String"}, "Vendor": {"Type": "String", "Default": OURS}}

    assert judged(trust({"Ref": "Vendor"}), parameters=parameters) == ["pass"]


def test_a_condition_that_a_customer_may_switch_off_fails():
    demanded = trust()["Statement"][0]["Condition"]
    assume = trust(condition={"Fn::If": ["HasId", demanded, {"Ref": "AWS::NoValue"}]})

    assert sorted(judged(assume)) == ["fail", "pass"]


def test_a_deny_or_a_service_role_is_no_role_for_accounts():
    service = trust()
    service["Statement"][0]["Principal"] = {"Service": "lambda.amazonaws.com"}

    assert judged(service) == ["unknown"]
    assert judged(trust(Effect="Deny")) == ["unknown"]


def test_mixed_statements_each_have_their_verdict():
    both = trust()
    both["Statement"] += trust(condition={})["Statement"]

    assert judged(both) == ["pass", "fail"]


def test_a_trust_policy_by_itself():
    assert outcomes(CHECK, "trust.json", trust(condition={})) == ["fail"]


def test_the_id_itself_is_not_repeated():
    condition = {"StringEquals": {"sts:ExternalId": "acme-canary-4711"}}

    assert "canary" not in str(said(CHECK, "role.json", stack(trust(condition=condition))))
