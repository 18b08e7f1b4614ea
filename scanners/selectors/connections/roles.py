"""How a connection's role differs from the template, in words, and whether its stack should be updated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scanners.engine.aws.role_differences import MOST, Kind
from scanners.models import Connection, ConnectionStatus
from scanners.onboarding import installation


@dataclass(frozen=True, slots=True)
class Explained:
    """What one kind of difference is called and what to do about it; `is_bad` where it keeps the role from use."""

    title: str
    advice: str
    is_bad: bool = True


@dataclass(frozen=True, slots=True)
class DifferenceGroup:
    """Differences of one kind that were first seen at the same time; `subjects` are the account's own texts."""

    title: str
    advice: str
    is_bad: bool
    since: datetime
    subjects: tuple[str, ...]


_EXPLAINED = {
    Kind.WILDCARD: Explained("Allowed by a wildcard", "Remove the statement from the role, or update the stack."),
    Kind.EXTRA_ACTION: Explained("Additional permission", "Remove the action from the role."),
    Kind.EXTRA_POLICY: Explained("Additional attached policy", "Detach the policy from the role."),
    Kind.PRINCIPAL: Explained("Additional trusted principal", "Remove it from the principals of the trust policy."),
    Kind.EXTERNAL_ID: Explained("Another external ID is accepted", "Remove the value from the trust policy."),
    Kind.NO_CONDITION: Explained(
        "External ID not required", "Add the condition to every statement of the trust policy."
    ),
    Kind.WEAK_CONDITION: Explained("External ID not compared exactly", "Use StringEquals with only your external ID."),
    Kind.UNREADABLE: Explained("Could not be read", "Update the stack with the current template."),
    Kind.MISSING_ACTION: Explained(
        "Missing permission", "Update the stack. Until then, checks that need it show “Could not check”.", is_bad=False
    ),
    Kind.MISSING_DENIAL: Explained(
        "Missing protection",
        "Update the stack. The template denies access to data and secrets, whatever other policies allow.",
        is_bad=False,
    ),
}


def difference_groups(connection: Connection) -> list[DifferenceGroup]:
    """What the last reading of the role found, what keeps it from use first."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in connection.differences:
        grouped.setdefault((one["kind"], one["since"]), []).append(one["subject"])
    order = list(_EXPLAINED)
    ranked = sorted(grouped.items(), key=lambda item: (order.index(Kind(item[0][0])), item[0][1]))
    return [_group(kind, since, subjects) for (kind, since), subjects in ranked]


def has_more_differences(connection: Connection) -> bool:
    """Whether the role differs in more than is kept."""
    return len(connection.differences) >= MOST


def needs_update(connection: Connection) -> bool:
    """Whether the role, as it was read, lacks something of the current template or of what was chosen."""
    if connection.status == ConnectionStatus.REVOKED:
        return False
    if connection.role_read_at is None:
        # Verified before differences were kept: the probes say it in one line.
        return any(probe.get("code") == "connection.permissions_missing" for probe in connection.probes)
    return connection.template_version != installation.template().version


def _group(kind: str, since: str, subjects: list[str]) -> DifferenceGroup:
    text = _EXPLAINED[Kind(kind)]
    return DifferenceGroup(text.title, text.advice, text.is_bad, datetime.fromisoformat(since), tuple(subjects))
