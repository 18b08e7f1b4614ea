"""What scans can say about each requirement: the catalogue on one side, the scanner's registry on the other.

Neither changes while the portal runs, so the table is made once per process.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from assessments.catalog.load import current_edition
from assessments.catalog.schema import Requirement, Section
from scanners.public import CallView, CheckView, Weight, calls_of, check_info


@dataclass(frozen=True, slots=True)
class CoveredRequirement:
    """A requirement with the checks that exist for it. `unread` are named checks that no code judges."""

    requirement: Requirement
    checks: tuple[CheckView, ...]
    calls: tuple[CallView, ...]
    unread: tuple[str, ...]

    @property
    def actions(self) -> tuple[str, ...]:
        """The permissions behind the checks, each once."""
        return tuple(sorted({call.action for call in self.calls if call.action}))

    @property
    def is_decided(self) -> bool:
        """Whether a scan can suggest an answer; otherwise it only helps whoever answers."""
        return any(check.weight == Weight.DECISIVE for check in self.checks)


@dataclass(frozen=True, slots=True)
class CoveredSection:
    """One section's requirements in their order."""

    section: Section
    requirements: tuple[CoveredRequirement, ...]


@cache
def coverage_table() -> tuple[CoveredSection, ...]:
    """The current edition."""
    return tuple(
        CoveredSection(section, tuple(_covered(one) for one in section.requirements))
        for section in current_edition().sections
    )


def _covered(requirement: Requirement) -> CoveredRequirement:
    known = [(check_id, check_info(check_id)) for check_id in requirement.checks]
    checks = tuple(check for _, check in known if check is not None)
    calls = {(call.service, call.operation): call for check in checks for call in calls_of(check.id)}
    return CoveredRequirement(
        requirement=requirement,
        checks=checks,
        calls=tuple(calls[name] for name in sorted(calls)),
        unread=tuple(check_id for check_id, check in known if check is None),
    )
