"""Production and non-production environments are in separate accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

PRODUCTION, NON_PRODUCTION = "production", "non_production"
_EMPTY = "No environment is declared for any account."

check = Check(
    id="accounts_split_by_stage",
    title="Separate accounts for production",
    question="Are production and non-production in different AWS accounts?",
    needs=(OrgFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create an account for non-production environments and move their resources there.",
    cli="aws organizations create-account --account-name ... --email ...",
    console="AWS Organizations > AWS accounts > Add an AWS account.",
    source="https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/"
    "organizing-your-aws-environment.html",
)


@check.judge
def judge(scope: Scope, organization: OrgFacts) -> Iterator[Verdict]:
    """Compares the declared accounts with the organization's list, where it can be read."""
    production = {one.id for one in scope.own_accounts if one.stage == PRODUCTION}
    other = {one.id for one in scope.own_accounts if one.stage == NON_PRODUCTION}
    apart = {one.id for one in scope.own_accounts if one.stage} - production - other
    both = sorted(production & other)
    for account_id in both:
        arn = f"arn:{scope.partition}:iam::{account_id}:root"
        yield failed(arn, f"Account {account_id} is declared as production and as non-production.")
    if both:
        return
    if not production:
        yield unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", _EMPTY))
    elif not other and scope.has_no_other_stage:
        yield _only_production(scope, organization, production, apart)
    elif not other:
        message = "No non-production account is declared. Declare where you test."
        yield review(scope.account_arn, message, production=sorted(production))
    else:
        yield _against_list(scope, organization, production, other, apart)


def _only_production(scope: Scope, organization: OrgFacts, production: set[str], apart: set[str]) -> Verdict:
    """PASS by declaration, unless the organization has accounts without a declared purpose."""
    if unnamed := _unclassified(scope, organization, production | apart):
        return unnamed
    message = "Only production is declared to run on AWS."
    return not_applicable(scope.account_arn, "no_other_stage", message, production=sorted(production))


def _unclassified(scope: Scope, organization: OrgFacts, classified: set[str]) -> Verdict | None:
    accounts = organization.accounts if isinstance(organization.accounts, tuple) else ()
    rest = sorted({one.id for one in accounts if not one.is_gone} - classified)
    if not rest:
        return None
    detail = f"{counted(len(rest), 'account')} of the organization without a declared purpose, for example {rest[0]}."
    return unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", detail))


def _against_list(
    scope: Scope, organization: OrgFacts, production: set[str], other: set[str], apart: set[str]
) -> Verdict:
    """`apart` are accounts for logs, security or networking, which do not prove a separation."""
    seen: dict[str, Any] = {"production": sorted(production), "other": sorted(other)}
    if isinstance(organization.accounts, Unknown):
        return unknown(scope.account_arn, organization.accounts)
    if organization.accounts is None:
        message = "Production and non-production have separate accounts, according to the declaration."
        return review(scope.account_arn, message, **seen)
    listed = {one.id for one in organization.accounts if not one.is_gone}
    if unnamed := _unclassified(scope, organization, production | other | apart):
        return unnamed
    if not (production <= listed and other & listed):
        message = "Some declared accounts are not in the organization. Document that they are yours."
        return review(scope.account_arn, message, **seen)
    message = "Production and non-production have separate accounts of the organization."
    return passed(scope.account_arn, message, **seen)
