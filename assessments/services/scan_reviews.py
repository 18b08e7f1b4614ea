"""Emails owners if a scan contradicts a “met” answer. A scan never changes an answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from assessments.suggestions.disagreements import BrokenAnswer, broken_answers
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.mails import send_or_take_back
from ftrportal.common.jobs.sweeps import each
from ftrportal.common.text.lines import one_line
from ftrportal.organizations.models import Membership, Organization, Role
from scanners.public import ScanNews, give_back_news, take_news, unannounced_scans

_SHOWN = 5  # failing resources named per requirement


def review_scans() -> int:
    """Review each recently finished scan once. Returns the number of emails."""
    return each(unannounced_scans(), review_scan)


def review_scan(organization_id: str, run_id: str) -> bool:
    """Send one email about a scan that contradicts “met” answers. Idempotent."""
    with organization_context(organization_id):
        news = take_news(organization_id, run_id)
        if news is None:
            return False
        organization = Organization.objects.get(pk=organization_id)
        broken = broken_answers(organization, news.account_id, news.changes.new_failing)
        mail = _mail(news, organization, broken) if broken else None
    # The row is marked by now and no transaction is open while the mail server is asked.
    if mail is None or not mail.to:
        return False
    return send_or_take_back(
        mail, lambda: give_back_news(organization_id, run_id), event="scan_mail_failed", run=run_id
    )


def _owners(organization: Organization) -> list[str]:
    rows = Membership.objects.for_organization(organization).filter(role=Role.OWNER, user__is_active=True)
    return sorted(rows.values_list("user__email", flat=True))


def _mail(news: ScanNews, organization: Organization, broken: list[BrokenAnswer]) -> EmailMessage:
    context = {
        "account": one_line(news.name),
        "account_id": news.account_id,
        "organization": one_line(organization.name),
        "count": len(broken),
        "broken": [_lines(one, organization.slug) for one in broken],
        "run_link": _link("scanners:run_detail", organization.slug, news.run_id),
    }
    subject = one_line(render_to_string("email/answers_broken_subject.txt", context))
    return EmailMessage(subject, render_to_string("email/answers_broken.txt", context), to=_owners(organization))


def _lines(broken: BrokenAnswer, slug: str) -> dict[str, Any]:
    key = broken.requirement_key
    return {
        "key": key,
        "title": one_line(broken.requirement),
        "workload": one_line(broken.workload),
        "failing": [f"{one_line(one.title)}: {one_line(one.resource)[:200]}" for one in broken.changes[:_SHOWN]],
        "more": max(0, len(broken.changes) - _SHOWN),
        "link": _link("assessments:requirement_detail", slug, broken.workload_id, key),
    }


def _link(name: str, *args: object) -> str:
    return str(settings.PORTAL_URL) + reverse(name, args=args)
