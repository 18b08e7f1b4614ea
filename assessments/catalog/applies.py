"""Which sections and requirements apply to a workload. A person may override the result."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.catalog.schema import FactName, Requirement, Section


@dataclass(frozen=True, slots=True)
class WorkloadFacts:
    """The answers on the workload page. None means not answered yet, and is treated as applicable."""

    handles_phi: bool | None = None
    accesses_customer_accounts: bool | None = None
    stores_customer_credentials: bool | None = None
    compliance_standards: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether it applies, and the reason as a sentence."""

    applies: bool
    reason: str


_UNTIL_THEN = "Until then, this is treated as applicable."
# For each fact: why it applies, why it does not, what to do when it is not answered.
_SENTENCES: dict[FactName, tuple[str, str, str]] = {
    "handles_phi": (
        "The workload handles protected health information.",
        "The workload does not handle protected health information.",
        f"Answer the question about PHI on the workload page. {_UNTIL_THEN}",
    ),
    "accesses_customer_accounts": (
        "The workload accesses customer AWS accounts.",
        "The workload does not access customer AWS accounts.",
        f"Answer the question about cross-account access on the workload page. {_UNTIL_THEN}",
    ),
    "stores_customer_credentials": (
        "The workload stores credentials of end users or customers.",
        "The workload does not store credentials of end users or customers.",
        f"Answer the question about stored credentials on the workload page. {_UNTIL_THEN}",
    ),
    "compliance_standards": (
        "The product is advertised as compliant with standards.",
        "The product is not advertised as compliant with any standard.",
        f"Answer the question about compliance standards on the workload page. {_UNTIL_THEN}",
    ),
}


def section_applies(section: Section, facts: WorkloadFacts) -> Applicability:
    """Whether the section applies to the workload."""
    return _judge(section.applies_when, facts)


def requirement_applies(requirement: Requirement, section: Section, facts: WorkloadFacts) -> Applicability:
    """Whether the requirement applies: its section does, and its own condition holds."""
    of_section = section_applies(section, facts)
    if not of_section.applies or requirement.applies_when is None:
        return of_section
    return _judge(requirement.applies_when, facts)


def _judge(name: FactName | None, facts: WorkloadFacts) -> Applicability:
    if name is None:
        return Applicability(True, "Applies to every workload.")
    yes, no, unknown = _SENTENCES[name]
    fact: bool | tuple[str, ...] | None = getattr(facts, name)
    if fact is None:
        return Applicability(True, unknown)
    return Applicability(True, yes) if fact else Applicability(False, no)
