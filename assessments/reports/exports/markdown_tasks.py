"""Remediation plan as a Markdown task list. Texts of people and accounts never become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessments.reports.exports.gaps import OUTCOMES, Gap, Work, gaps_of
from assessments.reports.render.printable import data_text
from assessments.reports.snapshot.schema import SnapshotData

SHOWN = 20
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#|~&!$])")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)  # becomes a link without any markup
# As code it creates no mention and no email link, which an escaped @ still does.
_SIGN = re.compile("@+")


def task_list(snapshot: SnapshotData, sha256: str) -> bytes:
    """A task list with a checkbox for each gap and each of its checks."""
    return ("\n".join(_lines(snapshot, sha256)) + "\n").encode("utf-8", "replace")


def plain(text: str) -> str:
    """The text on one line, without markup, links and mentions."""
    line = " ".join(data_text(text).split())
    escaped = _ADDRESS.sub(r"\\\g<0>", _MARKUP.sub(r"\\\1", line))
    return _SIGN.sub(r"`\g<0>`", escaped)


def code(text: str) -> str:
    """The text as inline code."""
    line = " ".join(data_text(text).split()).replace("`", "'")
    return f"`{line}`" if line else ""


def _lines(snapshot: SnapshotData, sha256: str) -> Iterator[str]:
    yield f"# Remediation plan: {plain(snapshot['workload']['name'])}"
    yield ""
    yield f"{plain(snapshot['organization'])}, state of {snapshot['taken_at'][:10]}, snapshot {code(sha256)}."
    section = ""
    for gap in gaps_of(snapshot):
        if gap.section != section:
            section = gap.section
            yield from ("", f"## {plain(section)}", "")
        yield from _gap(gap)
    if not section:
        yield from ("", "No open tasks.")


def _gap(gap: Gap) -> Iterator[str]:
    about = ", ".join(filter(None, (gap.data["status_label"].lower(), gap.severity)))
    yield f"- [ ] **{gap.data['key']}** {plain(gap.data['title'])} ({about})"
    if name := gap.data.get("aws_name", ""):
        yield f"  AWS: {plain(name)}"
    yield from (f"  - {plain(one)}" for one in gap.missing)
    for part in gap.work:
        yield from _work(part)


def _work(part: Work) -> Iterator[str]:
    check = part.check
    yield f"  - [ ] {plain(check['title'])}. {plain(check['fix'])}"
    if check.get("cli"):
        yield f"    - Command line: {code(check['cli'])}"
    if check.get("console"):
        yield f"    - Console: {plain(check['console'])}"
    for one in part.findings[:SHOWN]:
        place = " ".join(filter(None, (code(one["resource"] or one["account_id"]), plain(one["region"]))))
        yield f"    - {OUTCOMES[one['outcome']]}: {place} {plain(one['message'])}"
    if len(part.findings) > SHOWN:
        yield f"    - {len(part.findings) - SHOWN} more in the evidence pack and in the remediation plan."
