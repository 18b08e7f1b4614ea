"""Small words and dates for the print templates."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from assessments.reports.html import OUTCOME_LABELS
from assessments.reports.shape import AccountData, SnapshotData
from scanners.public import why_unread

register = template.Library()

RULE_WORDS = {"met": "Holds.", "not_met": "Does not hold.", "incomplete": "Open."}


@register.filter
def our_styles(css: str) -> SafeString:
    """Our own style sheet, unescaped. Never given anything else: user text must not reach CSS."""
    return mark_safe(css)  # noqa: S308 - a file of ours


@register.filter
def moment(iso: str) -> str:
    """ "20 November 2026, 09:30 UTC" of an ISO time."""
    return f"{_parsed(iso):%-d %B %Y, %H:%M} UTC" if iso else ""


@register.filter
def day(iso: str) -> str:
    """ "20 November 2026" of an ISO time."""
    return f"{_parsed(iso):%-d %B %Y}" if iso else ""


@register.filter
def chunks(digest: str) -> str:
    """A hash in groups of eight, so that a person can compare it and a narrow column can break it."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


@register.filter
def outcome_word(outcome: str) -> str:
    return OUTCOME_LABELS.get(outcome, outcome)


@register.filter
def rule_word(outcome: str) -> str:
    return RULE_WORDS.get(outcome, outcome)


@register.filter
def gap_word(reason: str) -> str:
    return capfirst(why_unread(reason))


@register.filter
def said(fact: bool | None) -> str:
    """A fact of the workload in words; nobody having said it is not a no."""
    return "Not said" if fact is None else "Yes" if fact else "No"


@register.filter
def unscanned(pack: SnapshotData) -> list[AccountData]:
    """Accounts of the workload that no scan of this pack covers."""
    scanned = {scan["account_id"] for scan in pack["scans"]}
    return [account for account in pack["workload"]["accounts"] if account["account_id"] not in scanned]


def _parsed(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
