"""Production accounts have Business Support or higher: only these plans can call the AWS Support API."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.support import SupportFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="support_plan_business_or_above",
    title="Business Support or higher for production",
    question="Does this production account have a support plan that includes the AWS Support API?",
    needs=(),
    also=(SupportFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Change the support plan of this account in the console. Under an Enterprise agreement, the payer "
    "account changes it.",
    console="AWS Support Center > Support plans > Change plan, once per account.",
    source="https://docs.aws.amazon.com/awssupport/latest/APIReference/API_DescribeSeverityLevels.html",
)


@check.judge
def judge(scope: Scope, support: SupportFacts | Unknown) -> Iterator[Verdict]:
    """NOT_APPLICABLE for non-production accounts, even if the Support API could not be called."""
    account = scope.account_arn
    if scope.is_production is False:
        yield not_applicable(account, "not_production", "The account is declared as non-production.")
    elif scope.partition != "aws":
        yield not_applicable(account, "no_support_api", "The AWS Support API is not available in this partition.")
    elif isinstance(support, Unknown):
        yield unknown(account, support)
    else:
        yield _judge_plan(scope, support)


def _judge_plan(scope: Scope, support: SupportFacts) -> Verdict:
    """An answer of the API shows the plan level; its severity codes do not name the plan."""
    account, codes = scope.account_arn, list(support.severity_codes)
    if support.is_subscribed and scope.is_production is None:
        message = (
            f"Account {scope.account_id} has Business Support or higher. Declare whether it is a production account."
        )
        return review(account, message, severity_codes=codes)
    if support.is_subscribed:
        return passed(account, f"Account {scope.account_id} has Business Support or higher.", severity_codes=codes)
    if scope.support_arrangement:
        message = f"Account {scope.account_id} has no Business Support or higher; another arrangement is declared."
        return review(account, message, arrangement=scope.support_arrangement)
    if scope.is_production is None:
        message = (
            f"Account {scope.account_id} has no Business Support or higher. Declare whether it is a production account."
        )
        return review(account, message)
    return failed(account, f"Production account {scope.account_id} has no Business Support or higher.")
