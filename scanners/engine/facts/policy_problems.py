"""What is wrong with a policy document that could not be read, in sentences: the codes of `Malformed` are internal."""

from __future__ import annotations

from collections.abc import Mapping

from scanners.engine.facts.policies import Malformed

# The code of `Malformed.reason`: what is wrong, and what a right one looks like.
SENTENCES: Mapping[str, str] = {
    "bad_action": "has no Action or NotAction, or has both. Keep exactly one of them.",
    "bad_condition": "has a Condition that IAM does not accept. Write it as {operator: {key: value}}.",
    "bad_effect": 'has an Effect other than "Allow" or "Deny". Use one of the two.',
    "bad_principal": 'has a Principal that IAM does not accept. Write "*" or {"AWS": "arn:aws:iam::..."}.',
    "bad_resource": "has both Resource and NotResource. Keep one of them.",
    "bad_value": "has an empty element or a value that is not text. Use text or a list of texts.",
    "computed": "has parts that only Terraform computes. Attach the output of `terraform show -json`.",
    "duplicate_key": "has the same key twice. Keep one of them.",
    "not_an_object": 'is not a JSON object. Write it as {"Version": "2012-10-17", "Statement": [...]}.',
    "not_json": "is not valid JSON. Correct the syntax and attach the file again.",
    "no_statement": 'has no "Statement". Attach the whole policy document.',
    "too_deep": "is nested too deeply. Attach the policy document alone.",
    "too_large": "is larger than 1 MB. Attach the policy document alone.",
    "too_many_statements": "has more than 10,000 statements. Split the policy.",
    "too_many_values": "has more than 200,000 values. Split the policy.",
    "unknown_element": "has an element or principal type that IAM does not know. Correct its spelling or remove it.",
}


def sentence(part: Malformed, *, policy: str) -> str:
    """A full sentence about one unreadable part of `policy` ("the trust policy"), with what to do."""
    subject = policy if part.where == "document" else f"{part.where} of {policy}"
    problem = SENTENCES.get(part.reason, "could not be read. Check it with IAM Access Analyzer policy validation.")
    return f"{subject[:1].upper()}{subject[1:]} {problem}"
