"""All production accounts are connected, and every account of the organization has a declared purpose."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="support_production_accounts_all_seen",
    title="All production accounts connected",
    question="Was the support plan checked for every production account?",
    needs=(OrgFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Connect the missing production accounts, and declare the purpose of the other accounts of the organization.",
    cli="aws organizations list-accounts",
    console="AWS Organizations > AWS accounts.",
    source="https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html",
)


@check.judge
def judge(scope: Scope, organization: OrgFacts) -> Iterator[Verdict]:
    """UNKNOWN for accounts that are not connected, never FAIL."""
    if not scope.own_accounts:
        yield review(scope.account_arn, "No production account is declared.")
        return
    production = [one for one in scope.own_accounts if one.stage == "production"]
    missing = [one.id for one in production if not one.is_connected]
    for account_id in missing:
        gap = Unknown(Reason.NOT_COLLECTED, "", f"Production account {account_id} is not connected.")
        yield unknown(f"arn:{scope.partition}:iam::{account_id}:root", gap)
    yield from _unclassified(scope, organization)
    if not production:
        yield review(scope.account_arn, "No account is declared as a production account.")
    elif not missing:
        ids = [one.id for one in production]
        yield passed(
            scope.account_arn, f"{counted(len(ids), 'declared production account')}, all connected.", accounts=ids
        )


def _unclassified(scope: Scope, organization: OrgFacts) -> Iterator[Verdict]:
    if isinstance(organization.accounts, Unknown):
        yield unknown(scope.account_arn, organization.accounts)
        return
    staged = {one.id for one in scope.own_accounts if one.stage}
    for account in organization.accounts or ():
        if account.id not in staged and not account.is_gone:
            arn = f"arn:{scope.partition}:iam::{account.id}:root"
            yield review(arn, f"Account {account.id} of the organization has no declared purpose.", name=account.name)
