"""No role trusts a third-party account if the answer says that no third party has access."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks._own import own_account_ids
from scanners.engine.checks.declared_answers._answers import agrees, not_answered
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.trust import (
    assume_statements,
    circles,
    demands_value,
    is_own_variable,
    names_everybody,
    trusted_accounts,
)
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="third_parties_answer_agrees",
    title="No third-party access, as declared",
    question="Does a role trust a third-party account although the answer says that no third party has access?",
    needs=(AuthorizationDetails,),
    also=(OrgFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Correct the answer and list the third party, or remove its role. Declare accounts that are your own.",
    console="IAM > Roles > the role > Trust relationships.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails, organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """Applies only if the answer is no."""
    if scope.has_third_parties is not False:
        yield not_answered(scope)
        return
    found = []
    for role in details.roles:
        if role.is_reserved:
            continue
        if foreign := _foreign(scope, role, organization):
            who = ", ".join(foreign[:5])
            message = f"The answer says that no third party has access, but role {role.name} trusts {who}."
            found.append(review(role.arn, message, trusted=list(foreign)))
        elif not role.trust.is_readable:
            found.append(unknown(role.arn, unreadable_policy(role.trust, action=DETAILS_ACTION)))
    yield from found or [agrees(scope)]


def _foreign(scope: Scope, role: IamRole, organization: OrgFacts | Unknown) -> tuple[str, ...]:
    """Accounts and organizations other than own ones that a principal or a condition names."""
    own = own_account_ids(scope, organization)
    org_id = organization.org_id if isinstance(organization, OrgFacts) else ""
    statements = [
        one
        for one in assume_statements(role.trust)
        if not (isinstance(org_id, str) and org_id and demands_value(one, "aws:principalorgid", org_id))
    ]
    named = {account for one in statements for account in trusted_accounts(one)}
    tied = {who for one in statements if names_everybody(one) for circle in circles(one) for who in circle}
    foreign = {who for who in named | tied if who and not is_own_variable(who)} - own
    return tuple(sorted(f"organization {one}" if one.startswith("o-") else f"account {one}" for one in foreign))
