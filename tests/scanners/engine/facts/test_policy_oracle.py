"""Our reading of policies agrees with other implementations of IAM's evaluation, over generated policies.

The oracles are the second emulator's evaluator (where it is installed) and moto's. FTR_ORACLE_EXAMPLES sets how many
policies are tried; FTR_ORACLE_EXAMPLES=10000 is the long run.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from scanners.engine.facts.effective import Access, Reach
from scanners.engine.facts.escalation_actions import EVERY_ACTION, spelled
from scanners.engine.facts.matching import covers_action, covers_resource
from scanners.engine.facts.policies import parse_policy
from tests.scanners.emulator import emulator_program

EXAMPLES = int(os.environ.get("FTR_ORACLE_EXAMPLES", "400"))
OURS = "arn:aws:iam::111111111111"
OWNER = f"{OURS}:role/app"
ARNS = [OWNER, f"{OURS}:role/team/Ops", f"{OURS}:user/ada", f"{OURS}:group/staff", f"{OURS}:policy/p1"]

# What the oracles lack, so that it is not generated, with the reason.
NOT_COMPARED = {
    "policy variables in Resource": "neither oracle replaces them; here a variable in an Allow counts as a wildcard",
    "case of resources in an Allow": "IAM and the emulator heed case; here an Allow reaches further, never less far",
    "a Deny of calls without TLS": "no call is made without TLS here; the evaluator counts such a Deny as harmless",
    "question marks, moto": "moto turns them into a regular expression's",
    "upper and lower case of actions, moto": "moto compares actions with case; IAM does not",
    "conditions and NotResource, moto": "moto denies when a condition of an Allow fails and ignores NotResource",
    "Principal and NotPrincipal": "identity policies have none",
}

ACTIONS = sorted(map(spelled, EVERY_ACTION))
CONDITIONS: list[dict[str, Any]] = [
    {"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-east-1"]}},
    {"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}},
    {"StringLike": {"aws:PrincipalArn": "*"}},
    {"Bool": {"aws:MultiFactorAuthPresent": "true"}},
    {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}},
    {"Null": {"aws:MultiFactorAuthPresent": "true"}},
    {"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
    {"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}},
    {"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}},
    {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}},
]
CONTEXTS: dict[str, list[str | None]] = {
    "aws:multifactorauthpresent": [None, "true", "false"],
    "iam:passedtoservice": [None, "ec2.amazonaws.com", "lambda.amazonaws.com"],
    "region": ["eu-west-1", "us-east-1", "ap-south-1"],
    "ip": ["10.1.1.1", "192.0.2.1"],
}


def pattern(dice: random.Random, text: str, *, plain: bool, cased: bool = False) -> str:
    """A text, or a part of it between wildcards; a plain one has nothing that moto does not understand."""
    begin, end = sorted((dice.randint(0, len(text)), dice.randint(0, len(text))))
    forms = [text, text, "*", text[:end] + "*", "*" + text[begin:], text[:begin] + "*" + text[end:]]
    if not plain:
        forms += [text[:end] + "?" + text[end + 1 :], text.swapcase() if cased else text]
    return dice.choice(forms)


def several(dice: random.Random, texts: list[str], **how: bool) -> Any:
    """One pattern as a text, or a few in a list."""
    found = [pattern(dice, dice.choice(texts), **how) for _ in range(dice.randint(1, 3))]
    return found[0] if dice.random() < 0.3 else found


def statement_of(dice: random.Random, *, plain: bool = False) -> dict[str, Any]:
    """One statement of an identity policy."""
    resource = "NotResource" if not plain and dice.random() < 0.25 else "Resource"
    found = {
        "Effect": dice.choice(["Allow", "Allow", "Deny"]),
        dice.choice(["Action", "Action", "NotAction"]): several(dice, ACTIONS, plain=plain, cased=True),
        resource: several(dice, ARNS, plain=plain),
    }
    if not plain and dice.random() < 0.33:
        found["Condition"] = dice.choice(CONDITIONS)
    return found


def action_of(dice: random.Random, *documents: dict[str, Any]) -> str:
    """An action; mostly one that begins like a pattern of the policies."""
    text = json.dumps(documents)
    near = [one for one in dice.sample(ACTIONS, 40) if one in text]
    return dice.choice(near or ACTIONS)


@cache
def emulator() -> Any:
    """The second emulator's evaluator, from its own environment; nothing where that is not installed."""
    command = emulator_program()
    found = sorted(Path(command).absolute().parents[1].glob("lib/python*/site-packages/ministack")) if command else []
    if not found:
        pytest.skip("the second emulator is not installed")
    spec = importlib.util.spec_from_file_location("iam_oracle", found[0] / "core" / "iam_evaluator.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["iam_oracle"] = module
    spec.loader.exec_module(module)
    return module


def allowed_by_emulator(documents: list[dict[str, Any]], action: str, arn: str, context: dict[str, Any]) -> str:
    oracle = emulator()
    keys = {key: value for key, value in context.items() if ":" in key and value is not None}
    request = oracle.EvalContext(
        OWNER,
        "AssumedRole",
        "111111111111",
        action,
        arn,
        context["region"],
        source_ip=context["ip"],
        secure_transport=True,
        service_context=keys,
    )
    return str(oracle.evaluate(request, [oracle.parse_policy_document(one) for one in documents]).decision)


def test_effective_rights_agree_with_the_emulator():
    """YES is allowed in every context, NO and DENIED in none; only a condition makes it CONDITIONAL."""
    dice = random.Random(20261201)
    seen: Counter[Reach] = Counter()
    for _ in range(EXAMPLES):
        policies = [[statement_of(dice) for _ in range(dice.randint(1, 3))] for _ in range(dice.randint(1, 2))]
        documents = [{"Version": "2012-10-17", "Statement": one} for one in policies]
        action, arn = action_of(dice, *documents), dice.choice(ARNS)
        some = [{key: dice.choice(values) for key, values in CONTEXTS.items()} for _ in range(3)]

        access = Access(OWNER, [(str(number), parse_policy(one)) for number, one in enumerate(documents)])
        reach = access.reach(action.lower(), arn).reach
        said = {allowed_by_emulator(documents, action, arn, context) for context in some}

        seen[reach] += 1
        case = json.dumps([documents, action, arn, some, reach.name, sorted(said)])
        if reach is Reach.YES:
            assert said == {"Allow"}, case
        elif reach < Reach.CONDITIONAL:
            assert "Allow" not in said, case
        else:
            assert "Condition" in case, case
    assert min(seen[one] for one in Reach) > EXAMPLES // 100, seen


def test_what_a_statement_names_agrees_with_the_emulator():
    dice = random.Random(20261202)
    for _ in range(EXAMPLES):
        statement = {**statement_of(dice), "Effect": "Allow"}
        statement.pop("Condition", None)
        document = {"Version": "2012-10-17", "Statement": statement}
        action, arn = action_of(dice, document), dice.choice(ARNS)
        parsed = parse_policy(document).statements[0]

        ours = covers_action(parsed, action) and covers_resource(parsed, arn)

        context = {"region": "eu-west-1", "ip": "10.1.1.1"}
        assert ours == (allowed_by_emulator([document], action, arn, context) == "Allow"), (document, action, arn)


def test_what_a_statement_names_agrees_with_moto():
    dice = random.Random(20261203)
    for _ in range(EXAMPLES):
        statement = statement_of(dice, plain=True)
        action, arn = action_of(dice, statement), dice.choice(ARNS)
        parsed = parse_policy(json.dumps({"Statement": statement})).statements[0]
        effect = PermissionResult.PERMITTED if parsed.is_allow else PermissionResult.DENIED

        ours = covers_action(parsed, action) and covers_resource(parsed, arn)

        assert ours == (IAMPolicyStatement(statement).is_action_permitted(action, arn) is effect), (statement, action)
