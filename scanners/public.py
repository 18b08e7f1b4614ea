"""What the assessments app may know of connections, scans and findings: nothing else of this app is imported there.

All of it is plain frozen data: no model, no query set, no lazy attribute leaves this module. Every function takes the
organization that was entered and answers with a number of queries that does not grow with the number of accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from ftrportal.organizations.models import Membership, Organization, Role, User
from scanners import access
from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome, Severity, Weight
from scanners.engine.documents.registry import VERSION as DOCUMENTS_VERSION
from scanners.engine.documents.registry import document_checks
from scanners.engine.gap_texts import why_unread
from scanners.public_types import (
    AccountView,
    CallView,
    Change,
    Changes,
    CheckView,
    FindingView,
    RunView,
    ScanFacts,
    ScanNews,
)
from scanners.selectors import documents
from scanners.selectors.connections import accounts
from scanners.selectors.scans import calls
from scanners.selectors.scans.changes import changes_of
from scanners.services.declarations import declaring
from scanners.services.declarations.declaring import DeclaredValue
from scanners.services.scans import news, runs
from scanners.services.scans.runs import ScanRefused

__all__ = [
    "DOCUMENTS_VERSION",
    "AccountView",
    "CallView",
    "Change",
    "Changes",
    "CheckView",
    "DeclaredValue",
    "FindingView",
    "Outcome",
    "RunView",
    "ScanFacts",
    "ScanNews",
    "ScanRefused",
    "Severity",
    "Weight",
    "accounts_for",
    "calls_of",
    "check_ids",
    "check_info",
    "declare",
    "document_findings",
    "findings_for",
    "give_back_news",
    "read_document",
    "scan_facts_for",
    "start_run",
    "take_news",
    "unannounced_scans",
    "why_unread",
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
    """Every check id there is: those of accounts and those of documents."""
    return frozenset(all_checks()) | frozenset(document_checks())


def check_info(check_id: str) -> CheckView | None:
    """A check's metadata; None for an id that no check has (any more)."""
    if check_id in document_checks():
        return CheckView.of_document(document_checks()[check_id])
    check = all_checks().get(check_id)
    return None if check is None else CheckView.of(check)


def read_document(
    check_ids: Iterable[str], *, name: str, data: bytes, accounts: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """What these checks say about one attached file, as JSON records; nothing for a file that is not their business.

    `accounts` are the IDs of the AWS accounts that the vendor declared; principals of templates are compared with them.
    Takes up to seconds for a hostile file: call it in a worker. `document_findings` reads the records back.
    """
    return documents.read(check_ids, name=name, data=data, accounts=accounts)


def document_findings(records: Iterable[Mapping[str, Any]], *, link_id: UUID, read_at: datetime) -> list[FindingView]:
    """The findings in the records of one attached file. They belong to no account: `account_id` is empty."""
    return documents.findings(records, link_id=link_id, read_at=read_at)


def calls_of(check_id: str) -> tuple[CallView, ...]:
    """The calls a check rests on, with their permissions; none for an id that no check has."""
    return calls.calls_of(check_id)


def start_run(*, membership: Membership, connection_id: UUID) -> RunView:
    """Start a scan. Raises Http404, PermissionDenied, or ScanRefused with a `message` to show."""
    connection = access.get_connection(membership, connection_id, need=Role.CONTRIBUTOR)
    return RunView.of(runs.start_run(connection=connection, actor=membership.user))


def declare(
    *,
    organization: Organization,
    actor: User | None,
    source: str,
    source_name: str,
    accounts: Mapping[str, Mapping[str, DeclaredValue]],
) -> list[str]:
    """Replace everything a source declares about AWS accounts, by account id and name of the declared fact.

    The names are those of `Declarations`. The latest scans of accounts for which something changed are judged again.
    """
    return declaring.declare(
        organization=organization, actor=actor, source=source, source_name=source_name, accounts=accounts
    )


def unannounced_scans() -> list[tuple[str, str]]:
    """(organization id, scan id) of scans that finished lately and whose news nobody has looked at."""
    return news.unannounced_scans()


def take_news(organization_id: str, run_id: str) -> ScanNews | None:
    """What a scan shows that the one before it did not, given out once. Inside the organization's context."""
    run = news.take_news(organization_id, run_id)
    if run is None:
        return None
    return ScanNews(run.pk, run.organization_id, run.connection.account_id, str(run.connection), changes_of(run))


def give_back_news(organization_id: str, run_id: str) -> None:
    """The news could not be told; they are given out again. Outside of any context."""
    news.give_back_news(organization_id, run_id)
