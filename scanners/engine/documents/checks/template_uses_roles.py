"""The role template creates roles only, no IAM users or access keys, which are long-term credentials.

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles
"""

from __future__ import annotations

from scanners.engine.checks.verdicts import Severity, Weight
from scanners.engine.documents.long_term import judge_long_term
from scanners.engine.documents.registry import DocumentCheck

check = DocumentCheck(
    id="template_uses_roles",
    title="No IAM users or access keys in the role template",
    question="Does the template grant access only through a role, without IAM users, groups or access keys?",
    wanted="Attach the template that customers use to connect their account (.yaml, .json, .tf).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Remove IAM users, groups and access keys from the template. Assume a role with an external ID instead.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
    is_replaceable=True,
)


check.judge(judge_long_term)
