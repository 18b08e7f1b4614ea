"""From a snapshot to the HTML of a pack: no query, no request, nothing but the snapshot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.template.loader import get_template

from assessments.reports.pdf import fonts
from assessments.reports.render.chapters import annexes
from assessments.reports.render.chapters.requirements import RequirementView
from assessments.reports.render.chapters.sections import SectionView, by_page, section_view, with_gaps
from assessments.reports.render.chapters.status_texts import OUTCOME_LABELS, STATUS_LABELS
from assessments.reports.render.design import charts, colours, full_page_images
from assessments.reports.render.printable import printable
from assessments.reports.snapshot.schema import RequirementData, SnapshotData

STYLES = Path(__file__).parent / "pack.css"
PACK, GAP_REPORT = "Evidence pack", "Gap report"
NO_PICTURES: Mapping[str, str] = MappingProxyType({})
_BETWEEN_LINES = re.compile(r">\n\s*<")


def render(snapshot: SnapshotData, *, sha256: str, pictures: Mapping[str, str] = NO_PICTURES) -> str:
    """The whole pack. `sha256` is the snapshot's own digest, printed so that a pack can be traced to it.

    `pictures` are data: addresses of ours by hash, see `assessments.pictures.pack_images`.
    """
    return _written("reports/pack.html", snapshot, sha256, pictures, document=PACK)


def render_gaps(snapshot: SnapshotData, *, sha256: str, pictures: Mapping[str, str] = NO_PICTURES) -> str:
    """The short report for management: summary, open points, and in full only what is not met or contradicted."""
    return _written("reports/gap.html", snapshot, sha256, pictures, document=GAP_REPORT)


def _written(template: str, snapshot: SnapshotData, sha256: str, pictures: Mapping[str, str], *, document: str) -> str:
    data: SnapshotData = printable(snapshot)
    sections = [section_view(section, pictures) for section in data["sections"]]
    everything = [one for section in data["sections"] for one in section["requirements"]]
    longer = [one for section in sections for one in section.requirements if _is_cut(section, one)]
    theme = colours.theme_of(data.get("look", {}).get("accent", ""))
    diagram = full_page_images.diagram_of(data, pictures)
    context: dict[str, Any] = {
        "pack": data,
        "document": document,
        "is_pack": document == PACK,
        "sha256": sha256,
        "styles": _styles(data, theme),
        "theme": theme,
        "logo": full_page_images.logo_of(data, pictures),
        "diagram": diagram,
        "pictures": pictures,
        "sections": sections,
        "groups": by_page(with_gaps(sections) if document == GAP_REPORT else sections),
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
        "disagreements": "Contradicts the scan",
        "open": "Not sure or not started",
        "accepted": "Risk exceptions",
    }
    return {
        **points,
        "figures": [(len(points[name]), label) for name, label in labels.items()],
        "unread": sum(len(scan["unreadable"]) for scan in data["scans"]),
    }


def _is_cut(section: SectionView, one: RequirementView) -> bool:
    return section.data["applies"] and any(check.more for check in one.checks)


def _annexes(*, has_diagram: bool, has_findings: bool) -> dict[str, str]:
    """The letter of each annex that there is."""
    there = {"diagram": has_diagram, "scans": True, "findings": has_findings, "changes": True, "manifest": True}
    return dict(zip((name for name, is_there in there.items() if is_there), "ABCDE", strict=False))


def _styles(data: SnapshotData, theme: colours.Theme) -> str:
    rules, plain, fixed = fonts.styles_for(json.dumps(data, ensure_ascii=False))
    put = {
        "FONT-PLAIN": plain,
        "FONT-FIXED": fixed,
        "COLOUR-FIELD": theme.field,
        "COLOUR-KICKER": theme.kicker,
        "COLOUR-SOFT": theme.soft,
        "COLOUR-ACCENT": theme.accent,
    }
    css = STYLES.read_text(encoding="utf-8")
    return rules + re.sub("|".join(put), lambda name: put[name.group()], css)


def _manifest(requirements: list[RequirementData]) -> list[dict[str, Any]]:
    """Every file once, with the requirements it backs."""
    files: dict[str, dict[str, Any]] = {}
    for requirement in requirements:
        for item in requirement["evidence"]:
            files.setdefault(item["id"], {**item, "keys": []})["keys"].append(requirement["key"])
    return sorted(files.values(), key=lambda item: (item["keys"][0], item["name"]))
