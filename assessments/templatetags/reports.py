"""Small words and dates for the print templates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from assessments.reports.render.chapters.status_texts import OUTCOME_LABELS, STATUS_LABELS
from assessments.reports.snapshot.schema import AccountData, RuleData, SnapshotData
from ftrportal.common.text.account_ids import grouped
from scanners.public import why_unread

register = template.Library()
register.filter("grouped", grouped)

_OPENING = {False: SafeString("<p>"), True: SafeString('<p class="rtl">')}
MOST_COLUMNS = 12  # more are too narrow to read
INDENT = "\u00a0" * 4  # a tab that parts no columns
RULE_WORDS = {"met": "OK.", "not_met": "Not met.", "incomplete": "Incomplete."}


@register.filter
def our_styles(css: str) -> SafeString:
    """Our own style sheet, unescaped. Never given anything else: user text must not reach CSS."""
    return mark_safe(css)  # noqa: S308 - a file of ours


@register.filter
def moment(iso: str) -> str:
    """ "20 Nov 2026, 09:30 UTC" of an ISO time."""
    return f"{_parsed(iso):%-d %b %Y, %H:%M} UTC" if iso else ""


@register.filter
def day(iso: str) -> str:
    """ "20 Nov 2026" of an ISO time."""
    return f"{_parsed(iso):%-d %b %Y}" if iso else ""


@register.filter
def minute(iso: str) -> str:
    """ "20 Nov 2026, 09:30" of an ISO time, for columns that say that it is UTC."""
    return f"{_parsed(iso):%-d %b %Y, %H:%M}" if iso else ""


@register.filter
def chunks(digest: str) -> str:
    """A hash in groups of eight, so that a person can compare it and a narrow column can break it."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


@register.filter
def outcome_word(outcome: str) -> str:
    return OUTCOME_LABELS.get(outcome, outcome)


@register.filter
def rule_word(rule: RuleData) -> str:
    return "Note." if rule.get("is_note") else RULE_WORDS.get(rule["outcome"], rule["outcome"])


@register.filter
def gap_word(reason: str) -> str:
    return capfirst(why_unread(reason))


@register.filter
def said(fact: bool | None) -> str:
    """A yes-or-no fact of the workload; None is not a no."""
    return "Not declared" if fact is None else "Yes" if fact else "No"


@register.filter
def status_word(status: str) -> str:
    return STATUS_LABELS.get(status, status)


@register.filter
def at(values: Mapping[str, str], key: str) -> str:
    return values.get(key, "")


@register.filter
def paragraphs(text: str) -> SafeString:
    """What people wrote, in paragraphs, each from the side its script begins on; columns between tabs stay columns."""
    parts = (part.strip("\n") for part in re.split(r"\n[^\S\t]*\n", text))
    return format_html_join("", "{}", ((block,) for part in parts if part.strip() for block in _blocks(part)))


def _blocks(part: str) -> Iterator[SafeString]:
    """Runs of lines that are rows of a pasted table, and runs of other lines."""
    for has_tabs, run in groupby(part.split("\n"), key=lambda line: "\t" in line):
        lines = list(run)
        rows = [line.rstrip().split("\t") for line in lines]
        columns = max(map(len, rows))
        if has_tabs and any("\t" in line.strip() for line in lines) and columns <= MOST_COLUMNS:
            yield _table([row + [""] * (columns - len(row)) for row in rows])
        else:
            text = "\n".join(line.replace("\t", INDENT) for line in lines)
            yield format_html("{}{}</p>", _OPENING[_is_from_right(text)], _lines(text))


def _table(rows: list[list[str]]) -> SafeString:
    """The first row names the columns, as it does in nearly every table that is pasted."""
    head = format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in rows[0]))
    body = format_html_join(
        "", "<tr>{}</tr>", ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows[1:])
    )
    return format_html('<table class="inner pasted"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)


def _is_from_right(text: str) -> bool:
    return next((kind for one in text if (kind := unicodedata.bidirectional(one)) in ("L", "R", "AL")), "L") != "L"


def _lines(text: str) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((line,) for line in text.split("\n")))


@register.filter
def scanned(pack: SnapshotData) -> str:
    """When the accounts were scanned: "3 of 4 accounts, 19 Nov 2026 to 20 Nov 2026"."""
    scans = sorted(scan["finished_at"] for scan in pack["scans"] if scan["finished_at"])
    if not scans:
        return "none"
    first, last = day(scans[0]), day(scans[-1])
    accounts = len(pack["workload"]["accounts"])
    return f"{len(scans)} of {accounts} accounts, {first}" + ("" if first == last else f" to {last}")


@register.filter
def unscanned(pack: SnapshotData) -> list[AccountData]:
    """Accounts of the workload that no scan of this pack covers."""
    scanned = {scan["account_id"] for scan in pack["scans"]}
    return [account for account in pack["workload"]["accounts"] if account["account_id"] not in scanned]


def _parsed(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
