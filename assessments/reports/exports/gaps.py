"""Gaps of a snapshot by requirement, for remediation exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.reports.render.printable import as_data
from assessments.reports.snapshot.schema import CheckData, FindingData, RequirementData, SnapshotData
from scanners.public import Outcome, Severity

SEVERITIES: tuple[str, ...] = tuple(Severity)
OUTCOMES: dict[str, str] = {Outcome.FAIL: "Failed", Outcome.REVIEW: "Needs review", Outcome.UNKNOWN: "Could not check"}
DONE = ("met", "not_applicable")


@dataclass(frozen=True, slots=True)
class Work:
    """A check with its open findings, worst first."""

    check: CheckData
    findings: list[FindingData]


@dataclass(frozen=True, slots=True)
class Gap:
    """A requirement that is not met, not answered, or contradicted by a scan. `severity` may be empty."""

    section: str
    section_key: str
    data: RequirementData
    missing: list[str]
    severity: str
    work: list[Work]


def gaps_of(snapshot: SnapshotData) -> list[Gap]:
    """The gaps in the order of the catalogue, with texts for data files."""
    data: SnapshotData = as_data(snapshot)
    return [
        _gap(f"{section['number']} {section['title']}", section["key"], one)
        for section in data["sections"]
        if section["applies"]
        for one in section["requirements"]
        if one["applies"] and (one["status"] not in DONE or one["scan"]["disagreement"])
    ]


def _gap(section: str, section_key: str, one: RequirementData) -> Gap:
    work = [Work(check, found) for check in one["checks"] if (found := _asking(check))]
    failing = [finding["severity"] for part in work for finding in part.findings if finding["outcome"] == Outcome.FAIL]
    return Gap(section, section_key, one, list(_missing(one)), _worst(failing), work)


def _asking(check: CheckData) -> list[FindingData]:
    """Open findings; those with an accepted risk are left out."""
    return [one for one in check["findings"] if one["outcome"] in OUTCOMES and not one.get("accepted_until")]


def _missing(one: RequirementData) -> Iterable[str]:
    if one["status"] not in DONE:
        yield "Not answered." if one["status"] == "not_started" else f"Answered as {one['status_label'].lower()}."
    yield from _once(rule["message"] for rule in one["rules"] if rule["outcome"] != "met")
    if one["scan"]["disagreement"]:
        yield one["scan"]["disagreement"]
    if not one["evidence"]:
        yield "No evidence is attached."


def _once(messages: Iterable[str]) -> list[str]:
    """The messages without those that are the beginning of another one."""
    every = list(dict.fromkeys(messages))
    return [one for one in every if not any(other != one and other.startswith(one) for other in every)]


def _worst(severities: list[str]) -> str:
    return min(severities, key=_rank, default="")


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
