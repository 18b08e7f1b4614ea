"""A template that creates IAM users or access keys gives the vendor long-term credentials instead of a role.

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles
"""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.documents.gaps import gap, unread
from scanners.engine.documents.reading import template_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.documents.roles import Kind, Template

check = DocumentCheck(
    id="template_uses_roles",
    title="No IAM users or access keys in the role template",
    question="Does the template give you access by a role alone, without IAM users, groups or access keys?",
    wanted="Attach the template that customers use to connect their account (.yaml, .json, .tf).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Remove IAM users, groups and access keys from the template. Assume a role with an external ID instead.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
    is_replaceable=True,
)


@check.judge
def judge(name: str, data: bytes) -> Iterator[Verdict]:
    """Every IAM user, group and long-term credential; a template with none of them and with a role passes."""
    template = template_of(name, data)
    if template is None:
        return
    found = list(_long_term(template))
    for one in found:
        yield failed(name, f"{name} creates {one}. Use a role with an external ID instead.")
    yield from unread(name, template)
    if found or template.unread:
        return
    roles = {role.name for role in template.roles if role.trust is not None}
    if roles:
        yield passed(name, f"{name} creates {len(roles)} {'role' if len(roles) == 1 else 'roles'} and no IAM user.")
    else:
        text = f"{name} creates no role. Attach the template that creates the role your product assumes."
        yield unknown(name, gap(text))


def _long_term(template: Template) -> Iterator[str]:
    yield from (f"{role.kind.value} {role.name}" for role in template.roles if role.kind in (Kind.USER, Kind.GROUP))
    yield from template.credentials
