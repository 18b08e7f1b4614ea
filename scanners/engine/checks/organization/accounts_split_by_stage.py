"""Production lives in accounts of its own, apart from everything people try things out in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

PRODUCTION, NON_PRODUCTION = "production", "non_production"
_EMPTY = "Nobody has declared which account serves which stage."

check = Check(
    id="accounts_split_by_stage",
    title="Production has accounts of its own",
    question="Are production and non-production in different AWS accounts?",
    needs=(OrgFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Create an account for the other stages and move their resources there.",
    cli="aws organizations create-account --account-name ... --email ...",
    console="AWS Organizations > AWS accounts > Add an AWS account.",
    source="https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/"
    "organizing-your-aws-environment.html",
)


@check.judge
def judge(scope: Scope, organization: OrgFacts) -> Iterator[Verdict]:
    """What is declared, held against the organization's list where it can be seen."""
    production = {one.id for one in scope.own_accounts if one.stage == PRODUCTION}
    other = {one.id for one in scope.own_accounts if one.stage == NON_PRODUCTION}
    apart = {one.id for one in scope.own_accounts if one.stage} - production - other
    both = sorted(production & other)
    for account_id in both:
        arn = f"arn:{scope.partition}:iam::{account_id}:root"
        yield failed(arn, f"Account {account_id} is declared for production and for another stage.")
    if both:
        return
    if not production:
        yield unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", _EMPTY))
    elif not other and scope.has_no_other_stage:
        yield _only_production(scope, organization, production, apart)
    elif not other:
        message = "No account of another stage than production is declared; say where you test."
        yield review(scope.account_arn, message, production=sorted(production))
    else:
        yield _against_list(scope, organization, production, other, apart)


def _only_production(scope: Scope, organization: OrgFacts, production: set[str], apart: set[str]) -> Verdict:
    """Somebody's word, unless the organization has accounts of which nobody has said what they are for."""
    if unnamed := _unclassified(scope, organization, production | apart):
        return unnamed
    message = "No stage but production is declared to run on AWS."
    return not_applicable(scope.account_arn, "no_other_stage", message, production=sorted(production))


def _unclassified(scope: Scope, organization: OrgFacts, classified: set[str]) -> Verdict | None:
    accounts = organization.accounts if isinstance(organization.accounts, tuple) else ()
    rest = sorted({one.id for one in accounts if not one.is_gone} - classified)
    if not rest:
        return None
    detail = f"{len(rest)} accounts of the organization have no declared stage: {rest[0]} and so on."
    return unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "", detail))


def _against_list(
    scope: Scope, organization: OrgFacts, production: set[str], other: set[str], apart: set[str]
) -> Verdict:
    """`apart` are accounts for logs, security or the network: they have a stage of their own and prove no split."""
    seen: dict[str, Any] = {"production": sorted(production), "other": sorted(other)}
    if isinstance(organization.accounts, Unknown):
        return unknown(scope.account_arn, organization.accounts)
    if organization.accounts is None:
        message = "Production and other stages have different accounts, as far as they are declared."
        return review(scope.account_arn, message, **seen)
    listed = {one.id for one in organization.accounts if not one.is_gone}
    if unnamed := _unclassified(scope, organization, production | other | apart):
        return unnamed
    if not (production <= listed and other & listed):
        message = "Not all declared accounts are in the organization's list; show that they are yours."
        return review(scope.account_arn, message, **seen)
    message = "Production and other stages have different accounts of the organization."
    return passed(scope.account_arn, message, **seen)
