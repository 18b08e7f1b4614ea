"""Emails owners about connections that failed verification: once per failure, many accounts in one email."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.mails import send_or_take_back
from ftrportal.common.jobs.sweeps import each
from ftrportal.common.text.lines import one_line
from ftrportal.organizations.models import Membership, Role
from scanners.models import Connection, ConnectionStatus
from scanners.selectors.connections.pages import problem

SETTLES_FOR = timedelta(minutes=3)  # what falls together is told together
AT_MOST_EVERY = timedelta(hours=1)
_SHOWN = 20
_UNTOLD = Q(status=ConnectionStatus.DEGRADED, degraded_at__isnull=False) & (
    Q(told_at__isnull=True) | Q(told_at__lt=F("degraded_at"))
)


def tell_owners() -> int:
    """Send each organization one email about its newly failed connections. Returns the number of emails."""
    with sweeper_context():
        due = Connection.objects.filter(_UNTOLD, degraded_at__lt=timezone.now() - SETTLES_FOR)
        organization_ids = sorted(set(due.order_by().values_list("organization_id", flat=True)))
    return each([(one,) for one in organization_ids], _tell)


def _tell(organization_id: UUID) -> bool:
    now = timezone.now()
    with organization_context(organization_id):
        fallen = _take(organization_id, now)
        mail = _mail(fallen) if fallen else None
    # The rows are marked by now and no transaction is open while the mail server is asked.
    if mail is None or not mail.to:
        return False

    def take_back() -> None:
        with organization_context(organization_id):
            Connection.objects.filter(pk__in=[row.pk for row in fallen], told_at=now).update(told_at=None)

    return send_or_take_back(mail, take_back, event="degraded_mail_failed", organization=str(organization_id))


def _take(organization_id: UUID, now: datetime) -> list[Connection]:
    """Mark failed connections as notified; none if another worker did, or the last email is less than an hour old."""
    own = Connection.objects.filter(organization_id=organization_id)
    if own.filter(told_at__gt=now - AT_MOST_EVERY).exists():
        return []
    rows = own.filter(_UNTOLD).select_for_update(skip_locked=True, of=("self",)).select_related("organization")
    fallen = list(rows)
    own.filter(pk__in=[row.pk for row in fallen]).update(told_at=now)
    return fallen


def _mail(fallen: list[Connection]) -> EmailMessage:
    organization = fallen[0].organization
    owners = Membership.objects.for_organization(organization).filter(role=Role.OWNER, user__is_active=True)
    context = {
        "organization": one_line(organization.name),
        "count": len(fallen),
        "first": one_line(str(fallen[0])),
        "accounts": [_account(row) for row in fallen[:_SHOWN]],
        "more": max(0, len(fallen) - _SHOWN),
        "list_link": settings.PORTAL_URL + reverse("scanners:connection_list", args=[organization.slug]),
    }
    subject = one_line(render_to_string("email/connection_degraded_subject.txt", context))
    to = sorted(owners.values_list("user__email", flat=True))
    return EmailMessage(subject, render_to_string("email/connection_degraded.txt", context), to=to)


def _account(connection: Connection) -> dict[str, Any]:
    why = problem(connection)
    path = reverse("scanners:connection_detail", args=[connection.organization.slug, connection.pk])
    return {
        "name": one_line(str(connection)),
        "account_id": connection.account_id,
        "why": one_line(why.title) if why else "The role could not be verified.",
        "link": settings.PORTAL_URL + path,
    }
