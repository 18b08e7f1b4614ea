"""Own accounts of the customer."""

from __future__ import annotations

from dataclasses import replace

from scanners.engine.facts.organization import Membership, OrgFacts
from scanners.engine.facts.policies import Principal
from scanners.engine.facts.trust import principal_account
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope


def own_account_ids(scope: Scope, organization: OrgFacts | Unknown) -> frozenset[str]:
    """This account, the declared ones, the organization's list and its management account."""
    ids = {scope.account_id, *(one.id for one in scope.own_accounts)}
    if isinstance(organization, OrgFacts):
        if isinstance(organization.accounts, tuple):
            ids |= {one.id for one in organization.accounts}
        if isinstance(organization.management_account_id, str):
            ids.add(organization.management_account_id)
    return frozenset(filter(None, ids))


def only_declared(scope: Scope, organization: OrgFacts | Unknown) -> frozenset[str]:
    """Accounts that are only declared to be own: neither connected nor listed in the organization."""
    proven = own_account_ids(replace(scope, own_accounts=()), organization)
    proven |= {one.id for one in scope.own_accounts if one.is_connected}
    return frozenset(one.id for one in scope.own_accounts) - proven


def knows_all_own(organization: OrgFacts | Unknown) -> bool:
    """True if an account that is not listed is certainly foreign: the list was read, or there is no organization."""
    if isinstance(organization, Unknown):
        return False
    return isinstance(organization.accounts, tuple) or organization.membership is Membership.STANDALONE


def is_own(principal: Principal, own: frozenset[str]) -> bool:
    """True for an AWS service or a principal of an own account."""
    return principal.kind == "Service" or principal_account(principal) in own
