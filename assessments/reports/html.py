"""From a snapshot to the HTML of a pack: no query, no request, nothing but the snapshot."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import get_template

from assessments.reports import charts, fonts
from assessments.reports.printable import printable
from assessments.reports.shape import CheckData, FieldData, FindingData, RequirementData, SectionData, SnapshotData

STYLES = Path(__file__).parent / "pack.css"
SHOWN_FINDINGS = 5
STATUS_LABELS = {
    "met": "Met",
    "not_met": "Not met",
    "not_sure": "Not sure",
    "not_started": "Not started",
    "not_applicable": "Not applicable",
}
OUTCOME_LABELS = {
    "fail": "Failed",
    "unknown": "Could not be read",
    "review": "Needs a look",
    "pass": "Passed",
    "not_applicable": "Nothing to judge",
}
OUTCOME_ORDER = list(OUTCOME_LABELS)
SILENT = ("pass", "not_applicable")
_BETWEEN_LINES = re.compile(r">\n\s*<")


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as its requirement shows it: counts, and the first few findings that are not plain passes.

    The annex shows, by outcome, `telling` findings in full and of the `silent` ones the resources only.
    """

    data: CheckData
    outcome_label: str
    tally: str
    shown: list[FindingData]
    more: int
    telling: list[tuple[str, list[FindingData]]]
    silent: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class RequirementView:
    """`values` are typed values of one line each, `tables` those that are tables of their own."""

    data: RequirementData
    checks: list[CheckView]
    values: list[FieldData]
    tables: list[FieldData]


@dataclass(frozen=True, slots=True)
class SectionView:
    data: SectionData
    bar: list[charts.Segment]
    in_words: str
    requirements: list[RequirementView]


def render(snapshot: SnapshotData, *, sha256: str) -> str:
    """The whole document. `sha256` is the snapshot's own digest, printed so that a pack can be traced to it."""
    data: SnapshotData = printable(snapshot)
    sections = [_section(section) for section in data["sections"]]
    everything = [one for section in data["sections"] for one in section["requirements"]]
    applying = [one for one in everything if one["applies"]]
    context: dict[str, Any] = {
        "pack": data,
        "sha256": sha256,
        "styles": _styles(data),
        "sections": sections,
        "ring": charts.ring(data["counts"]["by_status"]),
        "ring_in_words": charts.in_words(data["counts"]["by_status"], STATUS_LABELS),
        "tiles": charts.tiles(
            [[(one["status"], one["applies"]) for one in part["requirements"]] for part in data["sections"]]
        ),
        "legend": [
            (status, STATUS_LABELS[status], data["counts"]["by_status"].get(status, 0)) for status in charts.ORDER
        ],
        "gaps": [one for one in applying if one["status"] == "not_met"],
        "open": [one for one in applying if one["status"] in ("not_started", "not_sure")],
        "disagreements": [one for one in applying if one["scan"]["disagreement"]],
        "annex": [
            one
            for section in sections
            for one in section.requirements
            if section.data["applies"] and any(check.more for check in one.checks)
        ],
        "manifest": _manifest(everything),
        "outcome_labels": OUTCOME_LABELS,
    }
    # Line ends between elements become boxes that show nothing and cost a tenth of the typesetter's time. Text is
    # escaped, so it holds no bracket of its own.
    return _BETWEEN_LINES.sub("><", str(get_template("reports/pack.html").render(context)))


def _styles(data: SnapshotData) -> str:
    rules, plain, fixed = fonts.styles_for(json.dumps(data, ensure_ascii=False))
    css = STYLES.read_text(encoding="utf-8")
    return rules + css.replace("FONT-PLAIN", plain).replace("FONT-FIXED", fixed)


def _section(section: SectionData) -> SectionView:
    by_status = section["counts"]["by_status"]
    return SectionView(
        section,
        charts.bar(by_status),
        charts.in_words(by_status, STATUS_LABELS),
        [_requirement(one) for one in section["requirements"]],
    )


def _requirement(one: RequirementData) -> RequirementView:
    return RequirementView(
        data=one,
        checks=[_check(check) for check in one["checks"]],
        values=[field for field in one["fields"] if not field["rows"]],
        tables=[field for field in one["fields"] if field["rows"]],
    )


def _check(check: CheckData) -> CheckView:
    counts = {outcome: sum(one["outcome"] == outcome for one in check["findings"]) for outcome in OUTCOME_ORDER}
    tally = ", ".join(f"{count} {OUTCOME_LABELS[outcome].lower()}" for outcome, count in counts.items() if count)
    telling = [one for one in check["findings"] if one["outcome"] not in SILENT]
    shown = (telling or check["findings"])[:SHOWN_FINDINGS]
    return CheckView(
        data=check,
        outcome_label=OUTCOME_LABELS.get(check["outcome"], check["outcome"]),
        tally=tally,
        shown=shown,
        more=len(check["findings"]) - len(shown),
        telling=[
            (OUTCOME_LABELS[outcome], [one for one in telling if one["outcome"] == outcome])
            for outcome in OUTCOME_ORDER
            if outcome not in SILENT and counts[outcome]
        ],
        silent=[
            (OUTCOME_LABELS[outcome], resources) for outcome in SILENT if (resources := _resources(check, outcome))
        ],
    )


def _resources(check: CheckData, outcome: str) -> str:
    found = (one for one in check["findings"] if one["outcome"] == outcome)
    return ", ".join(" ".join(filter(None, (one["resource"] or one["account_id"], one["region"]))) for one in found)


def _manifest(requirements: list[RequirementData]) -> list[dict[str, Any]]:
    """Every file once, with the requirements it backs."""
    files: dict[str, dict[str, Any]] = {}
    for requirement in requirements:
        for item in requirement["evidence"]:
            files.setdefault(item["id"], {**item, "keys": []})["keys"].append(requirement["key"])
    return sorted(files.values(), key=lambda item: (item["keys"][0], item["name"]))
