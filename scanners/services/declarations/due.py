"""Marks accounts whose declarations changed, so that their latest scan is re-evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ftrportal.common.jobs.queue import send
from ftrportal.organizations.models import Organization
from scanners.models import Connection, ConnectionStatus

SETTLE = timedelta(seconds=5)  # nobody declares one thing only, so wait for the next word


def declared_anew(organization: Organization, account_ids: Iterable[str] | None = None) -> None:
    """Schedule the re-evaluation of the latest scans of these accounts (None: all).

    The row is the truth. The message only makes it soon, and a lost one is made good by the sweep.
    """
    live = Connection.objects.for_organization(organization).exclude(status=ConnectionStatus.REVOKED)
    if account_ids is not None:
        live = live.filter(account_id__in=list(account_ids))
    ids = list(live.values_list("pk", flat=True))
    Connection.objects.filter(pk__in=ids).update(declared_at=timezone.now())
    transaction.on_commit(lambda: _send_all(organization.pk, ids))


def _send_all(organization_id: UUID, connection_ids: Iterable[UUID]) -> None:
    for connection_id in connection_ids:
        sent = send(
            "scanners.rejudge_declared", str(organization_id), str(connection_id), countdown=SETTLE.total_seconds() + 1
        )
        if not sent:
            return  # the broker is down: the sweep does all of them
