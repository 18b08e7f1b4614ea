"""Role templates as vendors write them, for the tests in this folder."""

from __future__ import annotations

import json
from typing import Any

from scanners.engine.documents.registry import document_checks

OURS = "arn:aws:iam::123456789012:role/portal"
ACCOUNTS = frozenset(["123456789012", "111122223333"])  # what the vendor declared, where a test says nothing else
NARROW = ["s3:ListAllMyBuckets", "iam:GetAccountSummary"]


def said(check_id: str, name: str, document: Any, accounts: frozenset[str] = ACCOUNTS) -> list[tuple[str, str]]:
    """(outcome, message) of each verdict; a document that is no text is written as JSON."""
    text = document if isinstance(document, str) else json.dumps(document)
    verdicts = document_checks()[check_id].run(name, text.encode(), accounts)
    return [(one.outcome.value, one.message) for one in verdicts]


def outcomes(check_id: str, name: str, document: Any, accounts: frozenset[str] = ACCOUNTS) -> list[str]:
    return [outcome for outcome, _ in said(check_id, name, document, accounts)]


def trust(principal: Any = OURS, condition: Any = None, **more: Any) -> dict[str, Any]:
    """A trust policy with one statement; `condition` defaults to an external id from the parameter."""
    demanded = {"StringEquals": {"sts:ExternalId": {"Ref": "ExternalId"}}} if condition is None else condition
    statement: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    if demanded:
        statement["Condition"] = demanded
    return {"Version": "2012-10-17", "Statement": [statement | more]}


def permissions(actions: Any = None, resource: Any = "*", **more: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Action": NARROW if actions is None else actions, "Resource": resource}
    return {"Version": "2012-10-17", "Statement": [statement | more]}


def stack(assume: Any = None, *policies: Any, managed: Any = None, parameters: Any = None) -> dict[str, Any]:
    """A CloudFormation template with one role."""
    properties: dict[str, Any] = {
        "AssumeRolePolicyDocument": trust() if assume is None else assume,
        "Policies": [{"PolicyName": "reads", "PolicyDocument": one} for one in policies],
    }
    if managed is not None:
        properties["ManagedPolicyArns"] = managed
    return {
        "Parameters": {"ExternalId": {"Type": "String"}} if parameters is None else parameters,
        "Resources": {"Reader": {"Type": "AWS::IAM::Role", "Properties": properties}},
    }
