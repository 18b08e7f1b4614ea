"""Remediation plan as a CSV file for the import into Jira, one issue per gap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessments.reports.exports.gaps import OUTCOMES, Gap, Work, gaps_of
from assessments.reports.exports.remediation_table import written_csv
from assessments.reports.snapshot.schema import SnapshotData
from scanners.public import Severity

# Jira joins columns of the same name. People complete assignee and due date.
COLUMNS = ("Summary", "Issue Type", "Priority", "Labels", "Labels", "Labels", "Description", "Assignee", "Due Date")
PRIORITIES: dict[str, str] = {
    Severity.CRITICAL: "Highest",
    Severity.HIGH: "High",
    Severity.MEDIUM: "Medium",
    Severity.LOW: "Low",
    Severity.INFO: "Lowest",
}
SHOWN = 20
LONGEST = 30_000  # Jira refuses descriptions above 32,767
# First characters of Jira's markup, which would load images and create links.
_MARKUP = re.compile(r"([\\{}\[\]!|*^~@])")


def jira_csv(snapshot: SnapshotData, _sha256: str) -> bytes:
    """UTF-8 without a byte order mark, which Jira would read as part of the first column name."""
    return written_csv(COLUMNS, (_row(gap) for gap in gaps_of(snapshot)), encoding="utf-8")


def plain(text: str) -> str:
    """The text on one line, without Jira markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _row(gap: Gap) -> tuple[str, ...]:
    labels = ("ftr", f"ftr-{gap.data['key'].lower()}", f"ftr-{gap.section_key}")
    summary = f"{gap.data['key']} {' '.join(gap.data['title'].split())}"[:250]
    description = "\n".join(_description(gap))
    if len(description) > LONGEST:
        description = description[:LONGEST].rsplit("\n", 1)[0] + "\n(shortened)"
    return summary, "Task", PRIORITIES.get(gap.severity, "Medium"), *labels, description, "", ""


def _description(gap: Gap) -> Iterator[str]:
    yield f"Section: {plain(gap.section)}"
    if name := gap.data.get("aws_name", ""):
        yield f"AWS requirement: {plain(name)}"
    yield f"Requirement: {plain(gap.data['statement'])}"
    yield "Missing:"
    yield from (f"- {plain(one)}" for one in gap.missing)
    for part in gap.work:
        yield from _work(part)


def _work(part: Work) -> Iterator[str]:
    check = part.check
    yield f"Check: {plain(check['title'])}"
    yield f"To fix: {plain(check['fix'])}"
    if check.get("cli"):
        yield f"Command line: {plain(check['cli'])}"
    if check.get("console"):
        yield f"Console: {plain(check['console'])}"
    for one in part.findings[:SHOWN]:
        place = " ".join(filter(None, (one["account_id"], one["region"], one["resource"])))
        yield f"- {OUTCOMES[one['outcome']]}: {plain(place)}. {plain(one['message'])}"
    if len(part.findings) > SHOWN:
        yield f"- {len(part.findings) - SHOWN} more in the pack."
