"""Which files are read, and what is said of those that are not."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

import pytest

from scanners.engine.documents.registry import document_checks
from scanners.engine.facts.policy_problems import SENTENCES
from tests.scanners.engine.documents.templates import ACCOUNTS, OURS, outcomes, permissions, said, stack, trust

TRUST, SCOPED, ROLES = "template_requires_external_id", "template_role_scoped", "template_uses_roles"
BARE = trust(condition={})
ROLE = {"RoleName": "reader", "AssumeRolePolicyDocument": BARE}
ADMINISTRATOR = {"PolicyName": "a", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}


@pytest.mark.parametrize(
    "document",
    [
        {"Role": ROLE},
        {"Role": ROLE | {"AssumeRolePolicyDocument": quote(json.dumps(BARE))}},
        {"Roles": [ROLE]},
        ROLE,
        {"RoleDetailList": [ROLE], "UserDetailList": [], "Policies": []},
        [BARE],
        BARE["Statement"],
        {"TemplateBody": stack(BARE), "StagesAvailable": ["Original"]},
        {"TemplateBody": json.dumps(stack(BARE))},
    ],
)
def test_answers_of_the_aws_cli_and_lists_of_trust_policies_are_read(document):
    assert outcomes(TRUST, "role.json", document) == ["fail"]


@pytest.mark.parametrize(
    "document",
    [
        {"RoleName": "reader", "PolicyName": "p", "PolicyDocument": permissions("*")},
        {"PolicyVersion": {"VersionId": "v1", "Document": permissions("*")}},
        {"AttachedPolicies": [ADMINISTRATOR]},
        {
            "RoleDetailList": [
                {"RoleName": "r", "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": permissions("*")}]}
            ]
        },
        {"UserDetailList": [{"UserName": "u", "AttachedManagedPolicies": [ADMINISTRATOR]}]},
        {
            "Policies": [
                {"PolicyName": "p", "PolicyVersionList": [{"IsDefaultVersion": True, "Document": permissions("*")}]}
            ]
        },
        [permissions("*")],
        [permissions("*"), permissions()],
    ],
)
def test_permissions_in_them_are_read(document):
    assert "fail" in outcomes(SCOPED, "policy.json", document)


def test_users_and_keys_in_answers_fail():
    assert outcomes(ROLES, "user.json", {"User": {"UserName": "vendor"}}) == ["fail"]
    assert outcomes(ROLES, "key.json", {"AccessKey": {"UserName": "vendor", "AccessKeyId": "x"}}) == ["fail"]


def test_an_item_of_a_list_that_is_no_policy_leaves_the_verdict_open():
    assert "unknown" in outcomes(SCOPED, "list.json", [permissions(), {"name": "else"}])


@pytest.mark.parametrize(
    ("name", "document", "words"),
    [
        ("package.json", {"name": "portal"}, "neither CloudFormation resources nor policy statements"),
        ("list.json", [{"name": "portal"}], "neither CloudFormation"),
        ("empty.json", {}, "neither CloudFormation"),
        ("number.json", 4, "neither CloudFormation"),
        ("values.yaml", "image: portal\n", "neither CloudFormation"),
        ("empty.yaml", "", "neither CloudFormation"),
        ("main.json", {"resource": {"aws_iam_role": {}}}, "Terraform"),
        ("plan.json", {"planned_values": {}, "terraform_version": "1.9"}, "Terraform"),
        ("azure.json", {"$schema": "x", "resources": []}, "another cloud"),
    ],
)
def test_a_file_of_a_templates_type_that_is_none_says_so_and_what_to_attach(name, document, words):
    for check_id in (TRUST, SCOPED, ROLES):
        ((outcome, message),) = said(check_id, name, document)

        assert outcome == "unknown"
        assert words in message
        assert "Attach" in message


ODD = [
    "{oops",
    "[]",
    {"Statement": []},
    {"Version": "1"},
    {"Statement": [4]},
    {"Statement": [{"Effect": "Maybe"}]},
    {"Statement": [{"Effect": "Allow"}]},
    {"Statement": [{"Effect": "Allow", "Action": 4, "Principal": {"AWS": OURS}}]},
    trust(condition={"StringEquals": "x"}),
    trust(Surprise=1),
    trust({}),
    trust(Resource=None),
    trust(Principal={"Planet": "Mars"}),
    trust(Principal="me"),
    trust(Resource="a", NotResource="b"),
    {"Statement": trust()["Statement"], "Extra": 1},
    '{"Statement": [], "statement": []}',
]


@pytest.mark.parametrize("document", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("is_nested", [False, True])
def test_no_internal_code_reaches_people(document, is_nested):
    held = stack(document, document) if is_nested else document
    name = "role.json"
    text = held if isinstance(held, str) else json.dumps(held)

    for check_id in (TRUST, SCOPED, ROLES):
        for verdict in document_checks()[check_id].run(name, text.encode(), ACCOUNTS):
            assert verdict.outcome.value in ("unknown", "fail", "pass", "review")
            assert not re.search(rf"\b({'|'.join(SENTENCES)})\b", verdict.message)
            assert verdict.message.endswith(".")
