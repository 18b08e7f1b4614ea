"""The coverage table as Markdown, for `docs/coverage.md` and the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from assessments.selectors.coverage import CoveredRequirement, CoveredSection
from scanners.public import Weight

_INTRODUCTION = """# What scans cover

Written by `manage.py coverage --write`; a test compares it with the code. Requirement, checks, calls, permissions.
Decisive checks (**bold**) can make or break a suggested answer, the others help whoever gives it. Calls are those of
the facts a check reads; no call is made twice in a scan. Where there is no check, a person brings the evidence named.
"""


def coverage_markdown(sections: Iterable[CoveredSection]) -> str:
    """The whole document."""
    sections = tuple(sections)
    parts = [_INTRODUCTION, _summary(sections)]
    parts += ["\n".join(_section(one)) for one in sections]
    return "\n".join(parts)


def _summary(sections: tuple[CoveredSection, ...]) -> str:
    rows = [one for section in sections for one in section.requirements]
    checks = {check.id: check.weight for one in rows for check in one.checks}
    counts = Counter(checks.values())
    weights = ", ".join(f"{counts[name]} {name}" for name in Weight)
    decided = sum(one.is_decided for one in rows)
    helped = sum(bool(one.checks) for one in rows) - decided
    return (
        f"{len(rows)} requirements: {decided} that a scan can suggest an answer to, {helped} it helps with, "
        f"{len(rows) - decided - helped} without a check. {len(checks)} checks: {weights}.\n"
    )


def _section(covered: CoveredSection) -> Iterator[str]:
    yield f"## {covered.section.number}. {covered.section.title}\n"
    for one in covered.requirements:
        yield from _requirement(one)


def _requirement(one: CoveredRequirement) -> Iterator[str]:
    yield f"### {one.requirement.key} {one.requirement.title}\n"
    if one.checks:
        yield f"- Checks: {', '.join(_named(check.id, check.weight) for check in one.checks)}"
        yield from (f"- Reads a document: {check.wanted}" for check in one.checks if check.is_document)
        if any(not check.is_document for check in one.checks):
            yield f"- Calls: {', '.join(f'{call.service}:{call.operation}' for call in one.calls) or 'none'}"
            yield f"- Permissions: {', '.join(one.actions) or 'none'}"
    else:
        yield "- Checks: none. A person brings the evidence:"
        yield from (f"  - {evidence}" for evidence in one.requirement.evidence)
    if one.unread:
        yield f"- Not read by a scan: {', '.join(one.unread)}"
    yield ""


def _named(check_id: str, weight: str) -> str:
    return f"**{check_id}**" if weight == Weight.DECISIVE else check_id
