"""Which workloads an AWS account belongs to."""

from __future__ import annotations

from assessments.models import Workload
from ftrportal.organizations.models import Organization


def workloads_of_account(organization: Organization, account_id: str) -> tuple[list[Workload], bool]:
    """The workloads that name the account, and True; if none does, all of them, and False. At most two queries."""
    live = Workload.objects.for_organization(organization).filter(archived_at=None)
    named = list(live.filter(accounts__account_id=account_id).distinct())
    return (named, True) if named else (list(live), False)
