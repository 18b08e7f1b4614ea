"""Rows of a rollout as services leave them."""

from __future__ import annotations

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, RolloutAccount

MANAGER = "700000000001"


def connected(world, rollout, row, **columns) -> Connection:
    """An account of Acme's rollout that is connected through it."""
    with organization_context(world.acme.pk):
        made = Connection.objects.create(
            organization=world.acme,
            account_id=row.account_id,
            role_name=rollout.role_name,
            rollout=rollout,
            external_id=rollout.external_id_of(row.account_id),
            **columns,
        )
        RolloutAccount.objects.filter(pk=row.pk).update(connection=made, next_probe_at=None)
        return made
