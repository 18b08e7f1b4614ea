"""Files made to break a parser end in a verdict, quickly, and never in a pass."""

from __future__ import annotations

import json
import time

import pytest

from scanners.engine.documents.registry import document_checks
from tests.scanners.engine.documents.templates import outcomes, permissions, stack, trust

BILLION = "a: &a [x, x, x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(20))


def _growing(levels):
    """Every condition doubles its object, and every list puts all forms of what is in it side by side."""
    forms = {f"k{number}": {"Fn::If": ["c", "x", "y"]} for number in range(6)}
    return forms | {"n": [_growing(levels - 1)]} if levels else forms


def _condition(value):
    return stack(trust(condition={"StringEquals": {"sts:ExternalId": value}}))


def _terraform(body):
    return f'resource "aws_iam_role" "a" {{\n{body}\n}}\n'


def _document(statement):
    data = f'data "aws_iam_policy_document" "d" {{\n{statement}\n}}\n'
    return data + _terraform("assume_role_policy = data.aws_iam_policy_document.d.json")


def _repeated(value, **more):
    return json.dumps(stack(trust(condition={"StringEquals": {"sts:ExternalId": value}})) | more)


LONG = {"Long": {"Type": "String", "AllowedValues": ["x" * 50_000]}}
OR = {f"C{number}": {"Fn::Or": [{"Condition": f"C{number + 1}"}] * 10} for number in range(18)}

HOSTILE = {
    "substituted.json": _repeated({"Fn::Sub": ["${A}" * 5_000, {"A": "x" * 50_000}]}),
    "referred.json": _repeated({"Fn::Join": ["", [{"Ref": "Long"}] * 8_000]}, Parameters=LONG),
    "joined.json": _repeated({"Fn::Join": ["x" * 200_000, ["a"] * 20_000]}),
    "conditions.json": _repeated({"Fn::If": ["C0", "a", "b"]}, Conditions=OR),
    "statements.json": json.dumps(stack(trust({"Fn::If": 1}))),
    "growing.json": json.dumps(_condition([_growing(6)])),
    "keys.json": "{" + "".join(f'"k{number}":1,' for number in range(40_000)) + '"k39999":1}',
    "opened.json": json.dumps(_condition({"Fn::Sub": "${" * 120_000})),
    "brackets.json": json.dumps(_condition("⟨" * 80_000), ensure_ascii=False),
    "opened.tf": _terraform('assume_role_policy = "{' + "${" * 60_000 + '"'),
    "heredoc.tf": _terraform("assume_role_policy = <<EOT\n" + " " * 100_000 + "x\nEOT"),
    "values.tf": _terraform('inline_policy = ["x"]'),
    "one.tf": _terraform("inline_policy = 4"),
    "top.tf": "resource = 3\nmodule = 4\n",
    "statement.tf": _document('statement = ["x"]'),
    "principals.tf": _document('statement {\nprincipals = ["x"]\ncondition = 4\n}'),
    "lists.tf": _document('statement {\nprincipals {\ntype = ["x"]\nidentifiers = 3\n}\n}'),
    "aliases.yaml": BILLION,
    "tags.yaml": "!!python/object/apply:os.system ['touch /tmp/never']",
    "deep.yaml": "[" * 5_000 + "]" * 5_000,
    "deep.json": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "deep.tf": "a = " + "[" * 3_000 + "]" * 3_000,
    "large.json": '{"Statement": "' + "x" * 600_000 + '"}',
    "twice.json": '{"Statement": [], "Statement": []}',
    "twice.yaml": "Statement: []\nStatement: []\n",
    "broken.yaml": "Resources: {A: [",
    "broken.tf": 'resource "aws_iam_role" {',
    "words.yaml": "just some words",
    "resources.json": '{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": []}}}',
    "if.json": '{"Resources": {"A": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": {"Fn::If": 1}}}}}',
    "nulls.yaml": "Resources:\n  A:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies: [~]\n",
}


@pytest.mark.parametrize("check_id", ["template_role_scoped", "template_requires_external_id"])
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_files_end_in_a_verdict_that_is_no_pass(check_id, name):
    begun = time.process_time()

    found = outcomes(check_id, name, HOSTILE[name])

    assert "pass" not in found
    assert found
    assert time.process_time() - begun < 5


def test_many_conditions_in_one_policy_are_refused_and_not_multiplied():
    branch = {"Fn::If": ["C", "a", "b"]}
    document = stack(None, permissions(**{f"X{number}": branch for number in range(30)}))

    assert outcomes("template_role_scoped", "many.json", document) == ["unknown"]


def test_bytes_that_are_no_text_are_unknown():
    for check in document_checks().values():
        for name in ("a.yaml", "a.tf", "a.csv", "a.txt"):
            assert all(one.outcome.value == "unknown" for one in check.run(name, b"\xff\xfe\x00A"))
