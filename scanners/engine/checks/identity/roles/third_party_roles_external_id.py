"""Roles of third parties require an external ID.

Without it, a vendor of many customers can be tricked into using your role for another customer (confused deputy).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks._own import knows_all_own, only_declared
from scanners.engine.checks.identity._third_parties import EVERYBODY, called, foreign_parties, organization_id, own_ids
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import (
    Outcome,
    Severity,
    Verdict,
    Weight,
    failed,
    not_applicable,
    passed,
    review,
    unknown,
)
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.trust import (
    ExternalId,
    assume_statements,
    circles,
    demands_value,
    external_id,
    external_id_count,
    mentions_external_id,
    names_everybody,
    trusted_accounts,
)
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="third_party_roles_external_id",
    title="External ID required for third parties",
    question="Does every role that trusts a third-party AWS account require an external ID?",
    needs=(AuthorizationDetails,),
    also=(OrgFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Add a StringEquals condition on sts:ExternalId, with the external ID of the vendor, to the trust policy.",
    cli="aws iam update-assume-role-policy --role-name ... --policy-document file://trust.json",
    console="IAM > Roles > the role > Trust relationships > Edit trust policy.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """One verdict for each trust statement. The values of external IDs are not stored."""
    found = []
    for role in details.roles:
        if role.is_reserved:
            continue
        found += list(_judge_role(scope, role, organization))
        if not role.trust.is_readable:
            found.append(unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION)))
    yield from found
    if not found:
        yield not_applicable(scope.account_arn, "no_foreign_trust", "No role trusts a third-party account.")


def _judge_role(scope: Scope, role: IamRole, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    own, claimed = own_ids(scope, organization), only_declared(scope, organization)
    has_deny = mentions_external_id(role.trust)
    for statement in assume_statements(role.trust):
        foreign = foreign_parties(statement, own)
        unproven = [called(one) for one in _named(statement) if one in claimed]
        if foreign:
            yield _judge_statement(role, statement, ", ".join(foreign[:5]), organization, has_deny=has_deny)
        elif unproven:
            yield _judge_claimed(role, statement, ", ".join(unproven[:5]), organization, has_deny=has_deny)


def _judge_claimed(
    role: IamRole, statement: Statement, who: str, organization: OrgFacts | Unknown, *, has_deny: bool
) -> Verdict:
    """REVIEW instead of FAIL for an account that is only declared to be own."""
    verdict = _judge_statement(role, statement, who, organization, has_deny=has_deny)
    if verdict.outcome is Outcome.PASS:
        return verdict
    message = f"Role {role.name} trusts {who}, which is declared to be yours. Connect the account to confirm it."
    return review(role.arn, message, trusted=who)


def _named(statement: Statement) -> tuple[str, ...]:
    """The accounts that the statement names as principal or in a condition."""
    tied = [one for circle in circles(statement) for one in circle] if names_everybody(statement) else []
    return tuple(dict.fromkeys((*trusted_accounts(statement), *tied)))


def _judge_statement(
    role: IamRole, statement: Statement, who: str, organization: OrgFacts | Unknown, *, has_deny: bool
) -> Verdict:
    demand, count = external_id(statement), external_id_count(statement)
    org_id = organization_id(organization)
    seen: dict[str, Any] = {
        "trusted": who,
        "external_id": demand.value,
        "conditions": [one.key for one in statement.conditions],
    }
    if org_id and demands_value(statement, "aws:principalorgid", org_id):
        return passed(role.arn, f"Role {role.name} trusts {who} only within the organization.", **seen)
    if demand is ExternalId.REQUIRED:
        note = "an external ID" if count == 1 else f"one of {count} external IDs"
        return passed(role.arn, f"Role {role.name} trusts {who} only with {note}.", **seen)
    if demand is ExternalId.PARTIAL:
        message = f"Role {role.name} trusts {who} with an external ID that contains a wildcard."
        return review(role.arn, message, **seen)
    if has_deny:
        message = (
            f"Role {role.name} trusts {who}, and only a Deny statement mentions external IDs. Check that it applies."
        )
        return review(role.arn, message, **seen)
    if not knows_all_own(organization) and who != EVERYBODY:
        message = f"Role {role.name} trusts {who} without an external ID. Document who owns the account."
        return review(role.arn, message, **seen)
    how = {
        ExternalId.WILDCARD: "with an external ID that matches any value",
        ExternalId.OPTIONAL: "with an optional external ID",
    }.get(demand, "without an external ID")
    whose = "" if who == EVERYBODY else ", which is not yours,"
    return failed(role.arn, f"Role {role.name} trusts {who}{whose} {how}.", **seen)
