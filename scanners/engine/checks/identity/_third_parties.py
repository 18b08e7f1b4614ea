"""Which foreign accounts and organizations a role's trust policy names."""

from __future__ import annotations

from scanners.engine.checks._own import own_account_ids
from scanners.engine.facts.iam import IamRole
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.trust import (
    assume_statements,
    bounding_condition,
    circles,
    demands_value,
    is_own_variable,
    names_everybody,
    trusted_accounts,
)
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

EVERYBODY = "any AWS account"


def own_ids(scope: Scope, organization: OrgFacts | Unknown) -> frozenset[str]:
    """The own accounts, and the organization's id where AWS tells it."""
    return own_account_ids(scope, organization) | frozenset(filter(None, [organization_id(organization)]))


def organization_id(organization: OrgFacts | Unknown) -> str:
    """The id of the own organization, or nothing."""
    org_id = organization.org_id if isinstance(organization, OrgFacts) else ""
    return org_id if isinstance(org_id, str) else ""


def foreign_parties(statement: Statement, own: frozenset[str]) -> list[str]:
    """Foreign accounts and organizations that are let in, by name or because a condition lets only them in."""
    if not names_everybody(statement):
        return [f"account {one}" for one in trusted_accounts(statement) if one not in own]
    tied = [[one for one in circle if one not in own and not is_own_variable(one)] for circle in circles(statement)]
    if tied:
        return [called(one) for one in min(tied, key=len)]
    return [] if bounding_condition(statement) else [EVERYBODY]


def parties_of_role(scope: Scope, role: IamRole, organization: OrgFacts | Unknown) -> tuple[str, ...]:
    """Whom all statements of the trust policy let in, each once, less what only the own organization may use."""
    own, org_id = own_ids(scope, organization), organization_id(organization)
    statements = [
        one
        for one in assume_statements(role.trust)
        if not (org_id and demands_value(one, "aws:principalorgid", org_id))
    ]
    return tuple(dict.fromkeys(who for one in statements for who in foreign_parties(one, own)))


def called(who: str) -> str:
    """How to name an account or organization in a sentence."""
    return f"organization {who}" if who.startswith("o-") else f"account {who}"
