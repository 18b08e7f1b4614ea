"""Which sections and requirements bind a workload. A person may overrule what follows from the facts."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.catalog.schema import FactName, Requirement, Section


@dataclass(frozen=True, slots=True)
class WorkloadFacts:
    """What the workload's page says. None means nobody has said it yet, and what is not known applies."""

    handles_phi: bool | None = None
    accesses_customer_accounts: bool | None = None
    stores_customer_credentials: bool | None = None
    compliance_standards: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether it binds, and the sentence that says why."""

    applies: bool
    reason: str


# For each fact: why it binds, why it does not, what to do when nobody knows.
_SENTENCES: dict[FactName, tuple[str, str, str]] = {
    "handles_phi": (
        "The workload handles protected health information.",
        "The workload does not handle protected health information.",
        "Say on the workload's page whether it handles protected health information; until then this applies.",
    ),
    "accesses_customer_accounts": (
        "The workload reaches into AWS accounts of customers.",
        "The workload does not reach into AWS accounts of customers.",
        "Say on the workload's page whether it reaches into customers' AWS accounts; until then this applies.",
    ),
    "stores_customer_credentials": (
        "The workload stores credentials of end users or customers.",
        "The workload stores no credentials of end users or customers.",
        "Say on the workload's page whether it stores credentials of end users; until then this applies.",
    ),
    "compliance_standards": (
        "The product is advertised as meeting compliance standards.",
        "The product is not advertised as meeting any compliance standard.",
        "Say on the workload's page which compliance standards are advertised; until then this applies.",
    ),
}


def section_applies(section: Section, facts: WorkloadFacts) -> Applicability:
    """Whether the section binds the workload."""
    return _judge(section.applies_when, facts)


def requirement_applies(requirement: Requirement, section: Section, facts: WorkloadFacts) -> Applicability:
    """Whether the requirement binds: its section does, and its own condition holds."""
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
