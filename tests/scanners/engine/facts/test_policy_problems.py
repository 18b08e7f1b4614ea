"""Every code with which reading a policy can end has a sentence for people."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scanners.engine import documents
from scanners.engine.facts import policies
from scanners.engine.facts.policies import Malformed
from scanners.engine.facts.policy_problems import SENTENCES, sentence


def _codes():
    """The texts handed to `_BadPolicyError`; a computed one is named after the pairs that `_one_of` is called with."""
    tree = ast.parse(Path(policies.__file__).read_text())
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
    for call in calls:
        if call.func.id == "_BadPolicyError" and isinstance(call.args[0], ast.Constant):
            yield call.args[0].value
        if call.func.id == "_one_of":
            yield f"bad_{call.args[1].value}"
    for path in Path(documents.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            match call:
                case ast.Call(func=ast.Name(id="Malformed"), args=[ast.Constant(value=code), *_]):
                    yield code


def test_every_code_has_a_sentence_and_no_sentence_is_left_over():
    assert set(_codes()) == set(SENTENCES)


@pytest.mark.parametrize("code", [*SENTENCES, "a_code_of_tomorrow"])
def test_the_sentence_names_the_part_and_never_the_code(code):
    said = sentence(Malformed(code, "statement 2"), policy="the trust policy")

    assert said.startswith("Statement 2 of the trust policy ")
    assert said.endswith(".")
    assert "_" not in said
