"""From a snapshot to the HTML of a pack: no query, no request, nothing but the snapshot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.template.loader import get_template

from assessments.reports import annexes
from assessments.reports.design import charts, colours, plates
from assessments.reports.lettering import fonts
from assessments.reports.printable import printable
from assessments.reports.shape import (
    CheckData,
    FieldData,
    FindingData,
    RequirementData,
    RuleData,
    SectionData,
    SnapshotData,
)

STYLES = Path(__file__).parent / "pack.css"
SHOWN_FINDINGS = 5
SHORT_LINES = 12  # a quarter of a page
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
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
_BETWEEN_LINES = re.compile(r">\n\s*<")


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check as its requirement shows it: counts, and the first few findings that are not plain passes.

    The annex shows, by outcome, `telling` findings in full and of the `silent` ones the resources only.
    """

    data: CheckData
    outcome_label: str
    tally: str
    fix: str
    shown: list[FindingData]
    more: int
    telling: list[tuple[str, list[FindingData]]]
    silent: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ValueView:
    """A typed value and the rules that speak of it alone."""

    data: FieldData
    rules: list[RuleData]


@dataclass(frozen=True, slots=True)
class RequirementView:
    """`values` are typed values of one line each, `tables` those that are tables of their own.

    `rules` are those that speak of no value, of several, or of one that was not given. One that `is_short` is kept on
    one page.
    """

    data: RequirementData
    checks: list[CheckView]
    values: list[ValueView]
    tables: list[ValueView]
    rules: list[RuleData]
    is_short: bool
    has_thumbnails: bool


@dataclass(frozen=True, slots=True)
class SectionView:
    data: SectionData
    bar: list[charts.Segment]
    in_words: str
    requirements: list[RequirementView]


def render(snapshot: SnapshotData, *, sha256: str, pictures: Mapping[str, str] = NO_PICTURES) -> str:
    """The whole pack. `sha256` is the snapshot's own digest, printed so that a pack can be traced to it.

    `pictures` are data: addresses of ours by hash, see `assessments.pictures.gathering`.
    """
    return _written("reports/pack.html", snapshot, sha256, pictures, document="Evidence pack")


def render_gaps(snapshot: SnapshotData, *, sha256: str, pictures: Mapping[str, str] = NO_PICTURES) -> str:
    """The short report for management: summary, open points, and in full only what is not met or contradicted."""
    return _written("reports/gap.html", snapshot, sha256, pictures, document="Gap report")


def _written(template: str, snapshot: SnapshotData, sha256: str, pictures: Mapping[str, str], *, document: str) -> str:
    data: SnapshotData = printable(snapshot)
    sections = [_section(section, pictures) for section in data["sections"]]
    everything = [one for section in data["sections"] for one in section["requirements"]]
    longer = [one for section in sections for one in section.requirements if _is_cut(section, one)]
    theme = colours.theme_of(data.get("look", {}).get("accent", ""))
    diagram = plates.diagram_of(data, pictures)
    context: dict[str, Any] = {
        "pack": data,
        "document": document,
        "is_pack": document == "Evidence pack",
        "sha256": sha256,
        "styles": _styles(data, theme),
        "theme": theme,
        "logo": plates.logo_of(data, pictures),
        "diagram": diagram,
        "pictures": pictures,
        "sections": sections,
        "gap_sections": _with_gaps(sections),
        "annex": annexes.sections_of(
            block
            for one in longer
            for check in one.checks
            if check.more
            for block in annexes.blocks_of(one.data["key"], check.data["title"], check.telling, check.silent)
        ),
        "annexes": _annexes(has_diagram=diagram is not None, has_findings=bool(longer)),
        "manifest": _manifest(everything),
        "changes": data.get("changes"),
        "outcome_labels": OUTCOME_LABELS,
        **_charts(data),
        **_points(data, everything),
    }
    # Line ends between elements become boxes that show nothing and cost a tenth of the typesetter's time. Text is
    # escaped, so it holds no bracket of its own.
    return _BETWEEN_LINES.sub("><", str(get_template(template).render(context)))


def _charts(data: SnapshotData) -> dict[str, Any]:
    by_status = data["counts"]["by_status"]
    parts = [[(one["status"], one["applies"]) for one in part["requirements"]] for part in data["sections"]]
    return {
        "ring": charts.ring(by_status),
        "ring_in_words": charts.in_words(by_status, STATUS_LABELS),
        "tiles": charts.tiles(parts),
        "legend": [(status, STATUS_LABELS[status], by_status.get(status, 0)) for status in charts.ORDER],
    }


def _points(data: SnapshotData, everything: list[RequirementData]) -> dict[str, Any]:
    """What needs somebody: in numbers on the summary, as lists on the pages after it."""
    applying = [one for one in everything if one["applies"]]
    points: dict[str, list[Any]] = {
        "gaps": [one for one in applying if one["status"] == "not_met"],
        "disagreements": [one for one in applying if one["scan"]["disagreement"]],
        "open": [one for one in applying if one["status"] in ("not_started", "not_sure")],
        "accepted": list(data.get("accepted", [])),
    }
    labels = {
        "gaps": "Not met",
        "disagreements": "Answer against scan",
        "open": "Not answered yet",
        "accepted": "Accepted findings",
    }
    return {**points, "figures": [(len(points[name]), label) for name, label in labels.items()]}


def _is_cut(section: SectionView, one: RequirementView) -> bool:
    return section.data["applies"] and any(check.more for check in one.checks)


def _annexes(*, has_diagram: bool, has_findings: bool) -> dict[str, str]:
    """The letter of each annex that there is."""
    there = {"diagram": has_diagram, "scans": True, "findings": has_findings, "changes": True, "manifest": True}
    return dict(zip((name for name, is_there in there.items() if is_there), "ABCDE", strict=False))


def _with_gaps(sections: list[SectionView]) -> list[SectionView]:
    narrowed = [
        replace(section, requirements=[one for one in section.requirements if _is_gap(one.data)])
        for section in sections
    ]
    return [section for section in narrowed if section.requirements]


def _is_gap(one: RequirementData) -> bool:
    return one["applies"] and (one["status"] == "not_met" or bool(one["scan"]["disagreement"]))


def _styles(data: SnapshotData, theme: colours.Theme) -> str:
    rules, plain, fixed = fonts.styles_for(json.dumps(data, ensure_ascii=False))
    put = {
        "FONT-PLAIN": plain, "FONT-FIXED": fixed, "COLOUR-FIELD": theme.field, "COLOUR-KICKER": theme.kicker,
        "COLOUR-SOFT": theme.soft, "COLOUR-ACCENT": theme.accent,
    }  # fmt: skip
    css = STYLES.read_text(encoding="utf-8")
    return rules + re.sub("|".join(put), lambda name: put[name.group()], css)


def _section(section: SectionData, pictures: Mapping[str, str]) -> SectionView:
    by_status = section["counts"]["by_status"]
    return SectionView(
        section,
        charts.bar(by_status),
        charts.in_words(by_status, STATUS_LABELS),
        [_requirement(one, pictures) for one in section["requirements"]],
    )


def _requirement(one: RequirementData, pictures: Mapping[str, str]) -> RequirementView:
    checks = [_check(check) for check in one["checks"]]
    of_one = {
        field["label"]: [rule for rule in one["rules"] if rule.get("fields") == [field["label"]]]
        for field in one["fields"]
    }
    told = [id(rule) for rules in of_one.values() for rule in rules]
    values = [ValueView(field, of_one[field["label"]]) for field in one["fields"]]
    return RequirementView(
        data=one,
        checks=checks,
        values=[value for value in values if not value.data["rows"]],
        tables=[value for value in values if value.data["rows"]],
        rules=[rule for rule in one["rules"] if id(rule) not in told],
        is_short=_lines(one, checks) <= SHORT_LINES,
        has_thumbnails=any(item["sha256"] in pictures for item in one["evidence"]),
    )


def _lines(one: RequirementData, checks: list[CheckView]) -> int:
    """About how many lines a requirement takes."""
    texts = [one["statement"], one["response"], one["not_applicable_reason"], one["scan"]["reason"]]
    texts += [field["text"] for field in one["fields"]] + [rule["message"] for rule in one["rules"]]
    rows = sum(len(field["rows"]) for field in one["fields"]) + 3 * len(one["evidence"])
    findings = sum(2 * len(check.shown) + 3 for check in checks)
    return sum(len(text) // 85 + text.count("\n") + 1 for text in texts) + rows + findings


def _check(check: CheckData) -> CheckView:
    counts = {outcome: sum(one["outcome"] == outcome for one in check["findings"]) for outcome in OUTCOME_ORDER}
    tally = ", ".join(f"{count} {OUTCOME_LABELS[outcome].lower()}" for outcome, count in counts.items() if count)
    telling = [one for one in check["findings"] if one["outcome"] not in SILENT]
    shown = (telling or check["findings"])[:SHOWN_FINDINGS]
    return CheckView(
        data=check,
        outcome_label=OUTCOME_LABELS.get(check["outcome"], check["outcome"]),
        tally=tally,
        fix=check["fix"] if check["outcome"] == "fail" else "",
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
