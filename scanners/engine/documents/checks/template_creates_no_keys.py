"""The role template creates no IAM users or access keys, so that customer access keys can be retired.

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles
"""

from __future__ import annotations

from scanners.engine.checks.verdicts import Severity, Weight
from scanners.engine.documents.long_term import judge_long_term
from scanners.engine.documents.registry import DocumentCheck

check = DocumentCheck(
    id="template_creates_no_keys",
    title="No access keys in the role template",
    question="Does the template avoid access keys of customers?",
    wanted="Attach the template that customers use to connect their account (.yaml, .json, .tf).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Remove IAM users, groups and keys from the template, and delete the keys that customers created with it.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
    is_replaceable=True,
)


check.judge(judge_long_term)
