"""Files made to break a parser end in a verdict, quickly, and never in a pass."""

from __future__ import annotations

import time

import pytest

from scanners.documents.registry import document_checks
from tests.scanners.documents.templates import outcomes, permissions, stack

BILLION = "a: &a [x, x, x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(20))
HOSTILE = {
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
