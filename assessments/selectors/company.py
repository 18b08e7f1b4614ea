"""What the organization's settings say of the company, for a requirement that asks the same of a workload."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.catalog.schema import Requirement
from ftrportal.common.text.mail_domains import plain_domain
from ftrportal.organizations.models import Organization

FIELD = "company_domains"
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class CompanyDomains:
    """The domains of the settings, by which scans go, beside those of an answer."""

    domains: tuple[str, ...]
    answered: tuple[str, ...]

    @property
    def lines(self) -> str:
        """As the answer's field takes them."""
        return "\n".join(self.domains)

    @property
    def differs(self) -> bool:
        """Whether settings and answer each name some, and not the same."""
        return bool(self.domains and self.answered) and set(self.domains) != set(self.answered)


def company_domains(
    organization: Organization, requirement: Requirement, values: Mapping[str, Any]
) -> CompanyDomains | None:
    """None for a requirement that does not ask for the company's domains."""
    if FIELD not in {field.key for field in requirement.fields}:
        return None
    words = _BETWEEN.split(str(values.get(FIELD) or ""))
    answered = tuple(dict.fromkeys(plain_domain(word) for word in words if word))
    return CompanyDomains(tuple(organization.company_domains), answered)
