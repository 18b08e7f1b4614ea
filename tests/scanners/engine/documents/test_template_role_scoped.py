"""Which role templates count as narrow."""

from __future__ import annotations

import pytest

from scanners.engine.documents.registry import document_checks
from scanners.engine.role_template.template import role_template
from tests.scanners.engine.documents.templates import outcomes, permissions, said, stack

CHECK = "template_role_scoped"


def test_a_role_that_only_reads_settings_passes():
    assert outcomes(CHECK, "role.json", stack(None, permissions())) == ["pass"]


@pytest.mark.parametrize(
    ("resource", "outcome"),
    [
        ("arn:aws:cassandra:*:*:/keyspace/system*", "pass"),
        ("arn:*:cassandra:*:*:/keyspace/system_schema/table/keyspaces", "pass"),
        ("arn:aws:cassandra:*:*:/keyspace/*", "review"),
        ("arn:aws:cassandra:*:*:/keyspace/shop/table/systems", "review"),
        (["arn:aws:cassandra:*:*:/keyspace/system*", "*"], "review"),
    ],
)
def test_only_system_tables_of_keyspaces_hold_settings(resource, outcome):
    assert outcomes(CHECK, "role.json", stack(None, permissions("cassandra:Select", resource))) == [outcome]


def test_our_own_template_passes_but_for_what_a_customer_may_add():
    text = role_template("arn:aws:iam::123456789012:role/portal").text

    found = said(CHECK, "role.yaml", text)

    reading = " ".join(message for outcome, message in found if outcome == "review")
    assert [outcome for outcome, _ in found] == ["pass", "review", "review"]
    assert "lambda:ListFunctions" in reading
    assert "cloudfront:ListDistributions" in reading


@pytest.mark.parametrize(
    "policy",
    [
        permissions("*"),
        permissions(["s3:ListAllMyBuckets", "*"]),
        permissions("*:*"),
        permissions("iam:*"),
        permissions("IAM:*", "arn:aws:*:*:*:*"),
        {"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}},
    ],
)
def test_every_right_or_the_way_to_it_fails(policy):
    assert outcomes(CHECK, "role.json", stack(None, policy)) == ["fail"]


@pytest.mark.parametrize("name", ["AdministratorAccess", "PowerUserAccess", "IAMFullAccess"])
def test_administrators_managed_policies_fail(name):
    assert outcomes(CHECK, "role.json", stack(managed=[f"arn:aws:iam::aws:policy/{name}"])) == ["fail"]


@pytest.mark.parametrize(
    ("actions", "word"),
    [
        ("s3:PutBucketPolicy", "changing permissions"),
        ("ec2:RunInstances", "writing"),
        ("s3:GetObject", "reading data"),
        ("secretsmanager:GetSecretValue", "reading data"),
        ("s3:*", "writing"),
        ("ec2:*Tags", "tagging"),
        ("nosuchservice:Read", "unknown action"),
        ("s3:NoSuchAction", "unknown action"),
    ],
)
def test_what_goes_beyond_reading_settings_wants_a_reason(actions, word):
    ((outcome, message),) = said(CHECK, "role.json", stack(None, permissions(actions)))

    assert outcome == "review"
    assert word in message


def test_aws_read_only_access_alone_wants_a_reason_and_metadata_policies_do_not():
    both = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/SecurityAudit"]

    assert outcomes(CHECK, "role.json", stack(managed=both[:1])) == ["review"]
    assert outcomes(CHECK, "role.json", stack(managed=both[1:])) == ["pass"]


def test_the_vendors_own_managed_policy_elsewhere_is_not_passed_unread():
    assert outcomes(CHECK, "role.json", stack(managed=["arn:aws:iam::123456789012:policy/ours"])) == ["review"]


def test_a_branch_that_only_some_customers_choose_counts():
    wide = {"Fn::If": ["Wide", permissions("*"), {"Ref": "AWS::NoValue"}]}

    assert outcomes(CHECK, "role.json", stack(None, permissions(), wide)) == ["fail"]


def test_statements_within_a_condition_count():
    policy = permissions()
    policy["Statement"].append({"Fn::If": ["Wide", permissions("*")["Statement"][0], {"Ref": "AWS::NoValue"}]})

    assert outcomes(CHECK, "role.json", stack(None, policy)) == ["fail"]


def test_one_bad_role_beside_a_good_one():
    document = stack(None, permissions())
    document["Resources"]["Second"] = stack(None, permissions("*"))["Resources"]["Reader"]

    assert outcomes(CHECK, "role.json", document) == ["pass", "fail"]


def test_a_transform_leaves_the_verdict_open():
    document = {**stack(None, permissions()), "Transform": "AWS::Serverless-2016-10-31"}

    assert outcomes(CHECK, "role.json", document) == ["unknown", "pass"]


def test_computed_actions_are_unknown():
    assert outcomes(CHECK, "role.json", stack(None, permissions({"Ref": "Actions"}))) == ["unknown"]


def test_a_policy_that_is_not_understood_is_unknown():
    odd = {"Statement": [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*", "Surprise": 1}]}

    assert "unknown" in outcomes(CHECK, "role.json", stack(None, odd))
    assert "pass" not in outcomes(CHECK, "role.json", stack(None, odd))


def test_a_bare_policy_is_judged_and_a_file_without_permissions_is_unknown():
    assert outcomes(CHECK, "policy.json", permissions()) == ["pass"]
    assert outcomes(CHECK, "role.json", stack()) == ["unknown"]


def test_pictures_are_none_of_its_business():
    assert document_checks()[CHECK].run("screen.png", b"\x89PNG") == ()
