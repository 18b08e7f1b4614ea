"""Sets purpose and schedule of many accounts of a rollout."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction

from ftrportal.organizations.models import User
from scanners.models import Connection, ConnectionStatus, Rollout
from scanners.services.connections.lifecycle import store_changes
from scanners.services.declarations.due import declared_anew


@transaction.atomic
def describe_accounts(
    *, rollout: Rollout, actor: User, account_ids: Collection[str] | None, wanted: Mapping[str, str]
) -> int:
    """Store `wanted`, a stage or a schedule or both, for connected accounts of a rollout; how many changed.

    `account_ids` of None means all of them. The latest scans are judged again by a new stage.
    """
    rows = Connection.objects.for_organization(rollout.organization).filter(rollout=rollout)
    live = rows.exclude(status=ConnectionStatus.REVOKED).select_related("organization").order_by("account_id")
    if account_ids is not None:
        live = live.filter(account_id__in=list(account_ids))
    changes = [store_changes(one, actor=actor, wanted=wanted) for one in live.select_for_update(of=("self",))]
    if any("stage" in changed for changed in changes):
        declared_anew(rollout.organization)
    return sum(bool(changed) for changed in changes)
