"""How the functions, conditions and nested templates of CloudFormation decide a verdict."""

from __future__ import annotations

import json

import pytest

from tests.scanners.engine.documents.templates import OURS, outcomes, permissions, said, stack, trust

TRUST, SCOPED, ROLES = "template_requires_external_id", "template_role_scoped", "template_uses_roles"
NO_VALUE = {"Ref": "AWS::NoValue"}
DEMANDED = {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}}


def judged(assume, **more):
    parts = {key: more.pop(key) for key in ("Mappings", "Conditions") if key in more}
    return outcomes(TRUST, "role.json", stack(assume, **more) | parts)


def with_resources(**resources):
    document = stack(None, permissions())
    document["Resources"] |= resources
    return document


def external_id(value):
    return trust(condition={"StringEquals": {"sts:ExternalId": value}})


@pytest.mark.parametrize(
    "more",
    [
        {"ArnLike": {"aws:PrincipalArn": OURS}},
        {"Null": {"sts:ExternalId": "false"}},
        {"StringLike": {"sts:ExternalId": "*"}},
        {"ForAllValues:StringEquals": {"sts:ExternalId": ["a", "b"]}},
        {"Bool": {"aws:MultiFactorAuthPresent": "false"}, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}},
    ],
)
def test_conditions_beside_the_external_id_take_nothing_away(more):
    assert judged(trust(condition=DEMANDED | more)) == ["pass"]


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Sub": "${ExternalId}"},
        {"Fn::Sub": ["${K}", {"K": {"Ref": "ExternalId"}}]},
        {"Fn::Join": ["-", ["acme", {"Ref": "ExternalId"}]]},
        {"Fn::Select": [0, [{"Ref": "ExternalId"}]]},
        [{"Ref": "ExternalId"}],
    ],
)
def test_functions_that_lead_to_the_parameter_pass(value):
    assert judged(external_id(value)) == ["pass"]


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Sub": ["${ExternalId}", {"ExternalId": "one-for-all"}]},
        {"Fn::FindInMap": ["Ids", "live", "Id"]},
        {"Fn::FindInMap": ["Ids", {"Ref": "AWS::Region"}, "Id"]},
        {"Fn::Select": [0, {"Fn::Split": [",", "one-for-all,two"]}]},
        {"Ref": "Only"},
        {"Ref": "Pattern"},
        {"Fn::Sub": "${Only}"},
    ],
)
def test_what_looks_computed_and_is_the_same_for_everybody_fails(value):
    parameters = {
        "ExternalId": {"Type": "String"},
        "Only": {"Type": "String", "AllowedValues": ["one-for-all"]},
        "Pattern": {"Type": "String", "AllowedPattern": "^one-for-all$"},
    }
    found = judged(external_id(value), parameters=parameters, Mappings={"Ids": {"live": {"Id": "one-for-all"}}})

    assert found == ["fail"]


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ({"Type": "String", "AllowedValues": ["one", "two"]}, "allows only 2 values"),
        ({"Type": "CommaDelimitedList"}, "accepts several external IDs"),
        ({"Type": "AWS::SSM::Parameter::Value<String>"}, "refers to a stored value"),
        ({"Type": "String", "Default": "x1"}, "has a default"),
    ],
)
def test_parameters_that_do_not_hold_one_id_per_customer_want_a_person(parameter, words):
    ((outcome, message),) = said(TRUST, "role.json", stack(trust(), parameters={"ExternalId": parameter}))

    assert outcome == "review"
    assert words in message


@pytest.mark.parametrize(
    "value", ["{{resolve:ssm:/vendor/id}}", {"Fn::ImportValue": "id"}, {"Fn::GetAtt": ["X", "Id"]}]
)
def test_values_from_elsewhere_never_pass(value):
    assert judged(external_id(value)) == ["review"]


def test_a_trust_policy_may_be_text():
    text = json.dumps(trust(condition={"StringEquals": {"sts:ExternalId": "${ExternalId}"}}))

    assert judged({"Fn::Sub": text}) == ["pass"]
    assert judged({"Fn::Sub": text.replace("StringEquals", "StringEqualsIfExists")}) == ["fail"]
    assert judged({"Fn::Sub": text}, parameters={"ExternalId": {"Type": "String", "AllowedValues": ["x"]}}) == ["fail"]


def test_a_condition_used_twice_has_one_outcome_and_derived_conditions_follow():
    either = {"Fn::If": ["Vendor", OURS, {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}]}
    assume = trust(either, condition={"Fn::If": ["NotVendor", NO_VALUE, DEMANDED]})
    conditions = {
        "Vendor": {"Fn::Equals": [{"Ref": "Mode"}, "vendor"]},
        "NotVendor": {"Fn::Not": [{"Condition": "Vendor"}]},
    }

    assert judged(assume, Conditions=conditions) == ["pass", "not_applicable"]


def test_a_branch_that_never_comes_true_does_not_count():
    condition = {"Fn::If": ["Never", NO_VALUE, DEMANDED]}

    assert judged(trust(condition=condition), Conditions={"Never": {"Fn::Equals": ["a", "b"]}}) == ["pass"]


def test_an_optional_condition_names_when_it_is_missing():
    condition = {"Fn::If": ["HasId", DEMANDED, NO_VALUE]}

    found = dict(said(TRUST, "role.json", stack(trust(condition=condition))))

    assert set(found) == {"pass", "fail"}
    assert "when HasId is false" in found["fail"]


def test_many_independent_conditions_in_one_policy_are_unknown():
    many = {f"X{number}": {"Fn::If": [f"C{number}", "a", "b"]} for number in range(30)}

    assert outcomes(SCOPED, "many.json", stack(None, permissions(**many))) == ["unknown"]


def test_conditions_that_refer_to_each_other_in_a_circle_are_unknown():
    conditions = {"A": {"Condition": "B"}, "B": {"Condition": "A"}}

    assert judged(trust({"Fn::If": ["A", OURS, OURS]}), Conditions=conditions) == ["unknown"]


@pytest.mark.parametrize(
    "principal",
    [
        {"Ref": "AWS::AccountId"},
        {"Fn::GetAtt": ["Reader", "Arn"]},
        {"Fn::GetAtt": "Reader.Arn"},
        {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x"},
        {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"}, ":root"]]},
    ],
)
def test_a_role_for_the_own_account_is_no_way_in_and_passes_nothing(principal):
    assert judged(trust(principal, condition={})) == ["not_applicable", "unknown"]
    assert judged(trust([principal, OURS], condition={})) == ["fail"]


@pytest.mark.parametrize("principal", [{"Fn::GetAtt": ["Nested", "Outputs.Arn"]}, {"Fn::ImportValue": "Arn"}])
def test_roles_made_elsewhere_are_not_the_own_account(principal):
    assert judged(trust(principal, condition={})) == ["fail"]
    assert judged(trust(principal)) == ["review"]


def test_the_default_of_a_principal_may_not_be_everybody():
    parameters = {"ExternalId": {"Type": "String"}, "Vendor": {"Type": "String", "Default": "*"}}

    assert judged(trust({"Ref": "Vendor"}), parameters=parameters) == ["fail"]


def test_a_template_inside_a_stack_set_is_read_with_the_parameters_that_are_passed():
    def nested(value, body):
        parameters = [{"ParameterKey": "ExternalId", "ParameterValue": value}]
        properties = {"TemplateBody": body, "Parameters": parameters if value else NO_VALUE}
        return with_resources(All={"Type": "AWS::CloudFormation::StackSet", "Properties": properties})

    inner = json.dumps(stack(trust()))
    assert outcomes(TRUST, "role.json", nested({"Ref": "ExternalId"}, inner)) == ["pass", "pass"]
    assert outcomes(TRUST, "role.json", nested("one-for-all", inner)) == ["pass", "fail"]
    assert outcomes(TRUST, "role.json", nested(None, inner)) == ["pass", "review"]
    assert outcomes(TRUST, "role.json", nested(None, {"Fn::Sub": "no template"})) == ["pass", "unknown"]


def test_stack_sets_inside_stack_sets_are_followed_only_so_deep():
    body = json.dumps(stack(trust(condition={})))
    for _ in range(6):
        document = with_resources(S={"Type": "AWS::CloudFormation::StackSet", "Properties": {"TemplateBody": body}})
        body = json.dumps(document)

    assert "unknown" in outcomes(SCOPED, "role.json", document)


@pytest.mark.parametrize(
    "place",
    [
        lambda one: one["Resources"].update({"Fn::Transform": {"Name": "AWS::Include"}}),
        lambda one: one.update({"Fn::Transform": {"Name": "Acme::Macro"}}),
        lambda one: one.update({"Transform": ["AWS::LanguageExtensions"]}),
        lambda one: one["Resources"].update({"Fn::ForEach::Roles": ["R", ["a"], {}]}),
        lambda one: one["Resources"]["Reader"]["Properties"].update({"Fn::Transform": {"Name": "Acme"}}),
        lambda one: one["Resources"].update({"Odd": {"Properties": {}}}),
        lambda one: one["Resources"].update(
            {"Odd": {"Type": "AWS::IAM::Role", "Properties": {"Fn::If": ["a", {}, {}]}}}
        ),
        lambda one: one["Resources"].update(
            {"Profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["existing"]}}}
        ),
    ],
)
def test_expansions_anywhere_leave_the_verdict_open(place):
    document = stack(None, permissions())
    place(document)

    for check_id in (TRUST, SCOPED, ROLES):
        assert "unknown" in outcomes(check_id, "role.json", document)


@pytest.mark.parametrize(
    "resource",
    [
        {"Type": "AWS::IAM::User"},
        {"Type": "AWS::IAM::User", "Properties": {"LoginProfile": {"Password": "x"}}},
        {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": "existing"}},
    ],
)
def test_users_and_keys_are_ways_in_without_a_role(resource):
    document = with_resources(Vendor=resource)

    for check_id in (TRUST, ROLES, "template_creates_no_keys"):
        assert "fail" in outcomes(check_id, "role.json", document)


def test_a_group_is_no_role_and_its_policies_are_read():
    group = {"Type": "AWS::IAM::Group", "Properties": {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/IAMFullAccess"]}}

    assert outcomes(ROLES, "role.json", with_resources(Staff=group)) == ["fail"]
    assert outcomes(SCOPED, "role.json", with_resources(Staff=group)) == ["pass", "fail"]


def test_policies_attached_from_their_own_resource_are_read_once():
    document = stack(None, managed=[{"Ref": "More"}])
    document["Resources"]["More"] = {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"Roles": [{"Ref": "Reader"}], "PolicyDocument": permissions("*")},
    }

    assert outcomes(SCOPED, "role.json", document) == ["fail"]


def test_a_permission_set_is_read_and_its_assignment_is_not():
    properties = {"InlinePolicy": permissions("*"), "ManagedPolicies": ["arn:aws:iam::aws:policy/SecurityAudit"]}
    document = with_resources(People={"Type": "AWS::SSO::PermissionSet", "Properties": properties})

    assert outcomes(SCOPED, "role.json", document) == ["unknown", "pass", "fail"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ({"Principal": {"AWS": {"Ref": "AWS::AccountId"}}}, ["pass"]),
        ({"Principal": {"Service": "logs.amazonaws.com"}}, ["pass"]),
        (
            {"Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": {"Ref": "AWS::AccountId"}}}},
            ["pass"],
        ),
        ({"Principal": "*"}, ["pass", "fail"]),
        ({"NotPrincipal": {"AWS": OURS}}, ["pass", "fail"]),
        ({"Principal": {"AWS": OURS}}, ["pass", "review"]),
    ],
)
def test_resource_based_policies_count_for_whom_they_let_in(statement, expected):
    policy = permissions("s3:GetObject", **statement)
    document = with_resources(B={"Type": "AWS::S3::BucketPolicy", "Properties": {"PolicyDocument": policy}})

    assert outcomes(SCOPED, "role.json", document) == expected


def test_statements_of_another_language_are_no_policies():
    rule = {"Name": "r", "Statement": {"NotStatement": {"Statement": {"GeoMatchStatement": {}}}}}
    document = with_resources(W={"Type": "AWS::WAFv2::WebACL", "Properties": {"Rules": [rule]}})

    assert outcomes(SCOPED, "role.json", document) == ["pass"]
