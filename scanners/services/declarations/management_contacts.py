"""Member accounts for which the contacts of the management account count."""

from __future__ import annotations

from scanners.engine.checks.registry import FactsByType
from scanners.engine.facts.account import AccountFacts, AlternateContact
from scanners.engine.facts.organization import Membership, OrgFacts


def speaks_for(facts: FactsByType, account_id: str) -> list[str]:
    """The members whose missing contacts this account stands in for: all of them, if it manages the organization,
    all three of its own contacts were read and are set, and AWS told who the members are. Otherwise none."""
    organization, account = facts.get(OrgFacts), facts.get(AccountFacts)
    if not isinstance(organization, OrgFacts) or not isinstance(account, AccountFacts):
        return []
    if organization.membership is not Membership.MANAGEMENT or not isinstance(organization.accounts, tuple):
        return []
    if not all(isinstance(contact, AlternateContact) for _, contact in account.alternate_contacts):
        return []
    return sorted(one.id for one in organization.accounts if one.id != account_id and not one.is_gone)
