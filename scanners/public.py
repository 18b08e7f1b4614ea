"""What the assessments app may know of connections, scans and findings: nothing else of this app is imported there.

All of it is plain frozen data: no model, no query set, no lazy attribute leaves this door. Every function takes the
organization that was entered and answers with a number of queries that does not grow with the number of accounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from ftrportal.organizations.models import Membership, Organization, Role
from scanners import access
from scanners.registry import all_checks
from scanners.selectors import accounts, coverage
from scanners.services import runs
from scanners.services.runs import ScanRefused
from scanners.view_types import AccountView, CallView, CheckView, FindingView, RunView, ScanFacts

__all__ = [
    "AccountView",
    "CallView",
    "CheckView",
    "FindingView",
    "RunView",
    "ScanFacts",
    "ScanRefused",
    "accounts_for",
    "calls_of",
    "check_ids",
    "check_info",
    "findings_for",
    "scan_facts_for",
    "start_run",
]


def findings_for(
    organization: Organization, account_ids: Iterable[str], *, check_ids: Iterable[str] | None = None
) -> list[FindingView]:
    """Findings of the latest finished scan of each account's live connection, worst first, in a stable order.

    `check_ids` leaves out the findings of all other checks.
    """
    return accounts.findings_for(organization, account_ids, check_ids=check_ids)


def accounts_for(organization: Organization, account_ids: Iterable[str]) -> list[AccountView]:
    """One view per account id asked for, in that order; an account nobody connected has no `connection_id`."""
    return accounts.accounts_for(organization, account_ids)


def scan_facts_for(organization: Organization, account_ids: Iterable[str]) -> list[ScanFacts]:
    """For a pack's appendix: how each account's latest finished scan was done. Accounts without one are left out."""
    return accounts.scan_facts_for(organization, account_ids)


def check_ids() -> frozenset[str]:
    """Every check id there is."""
    return frozenset(all_checks())


def check_info(check_id: str) -> CheckView | None:
    """A check's metadata; None for an id that no check has (any more)."""
    check = all_checks().get(check_id)
    return None if check is None else CheckView.of(check)


def calls_of(check_id: str) -> tuple[CallView, ...]:
    """The calls a check rests on, with their permissions; none for an id that no check has."""
    return coverage.calls_of(check_id)


def start_run(*, membership: Membership, connection_id: UUID) -> RunView:
    """Start a scan. Raises Http404, PermissionDenied, or ScanRefused with a `message` to show."""
    connection = access.get_connection(membership, connection_id, need=Role.CONTRIBUTOR)
    return RunView.of(runs.start_run(connection=connection, actor=membership.user))
