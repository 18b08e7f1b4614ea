"""Ends rollouts. A separate module, because revoking a connection may end its rollout."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.organizations.models import User
from scanners.models import Rollout, RolloutAccount


@transaction.atomic
def end_rollout(*, rollout: Rollout, actor: User | None) -> None:
    """End the rollout. Connected accounts stay connected, and the external ID base is never reused."""
    open_rows = Rollout.objects.for_organization(rollout.organization).filter(pk=rollout.pk, ended_at__isnull=True)
    if not open_rows.update(ended_at=timezone.now()):
        return
    rows = RolloutAccount.objects.for_organization(rollout.organization).filter(rollout=rollout)
    rows.update(next_probe_at=None)
    record("rollout.ended", organization=rollout.organization, actor=actor, target=rollout)
