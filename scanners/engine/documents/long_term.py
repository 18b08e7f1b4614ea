"""IAM users, groups and long-term credentials that a template creates, for the requirements against them."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.verdicts import Verdict, failed, passed, unknown
from scanners.engine.documents.gaps import gap, unread
from scanners.engine.documents.reading import template_of
from scanners.engine.documents.roles import Kind, Template


def judge_long_term(name: str, data: bytes) -> Iterator[Verdict]:
    """FAIL for every user, group and credential; a template that creates a role and none of them passes."""
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
        count = "1 role" if len(roles) == 1 else f"{len(roles)} roles"
        yield passed(name, f"{name} creates {count}, and no IAM user, group or access key.")
    else:
        text = f"{name} creates no role. Attach the template that creates the role your product assumes."
        yield unknown(name, gap(text))


def _long_term(template: Template) -> Iterator[str]:
    yield from (f"{role.kind.value} {role.name}" for role in template.roles if role.kind in (Kind.USER, Kind.GROUP))
    yield from template.credentials
