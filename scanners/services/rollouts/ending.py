"""Ending a rollout. On its own, so that disconnecting an account can end the rollout that lists through it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from ftrportal.audit.record import record
from ftrportal.organizations.models import User
from scanners.models import Rollout, RolloutAccount


@transaction.atomic
def end_rollout(*, rollout: Rollout, actor: User | None) -> None:
    """Stop looking for roles, for good. Connected accounts stay connected; the base is never used again."""
    open_rows = Rollout.objects.for_organization(rollout.organization).filter(pk=rollout.pk, ended_at__isnull=True)
    if not open_rows.update(ended_at=timezone.now()):
        return
    rows = RolloutAccount.objects.for_organization(rollout.organization).filter(rollout=rollout)
    rows.update(next_probe_at=None)
    record("rollout.ended", organization=rollout.organization, actor=actor, target=rollout)
