"""Resource-based policies of Lambda functions grant no public access."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found
from scanners.engine.checks.identity.policies._openness import home_of, judge_policies
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.resource_policies import FunctionPolicyFacts, ResourcePolicies
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="function_policies_not_open",
    title="No public access to Lambda functions",
    question="Do resource-based policies of Lambda functions grant access to other accounts?",
    needs=(FunctionPolicyFacts,),
    also=(OrgFacts,),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Remove the statement, or name the account or organization that may invoke the function.",
    cli="aws lambda remove-permission --function-name ... --statement-id ...",
    console="Lambda > Functions > the function > Configuration > Permissions > Resource-based policy statements.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
)


@check.judge
def judge(scope: Scope, facts: Regional[FunctionPolicyFacts], organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """FAIL for public access; REVIEW for other accounts and for services that may act for any account."""
    policies = found(facts, _functions)
    verdicts = tuple(judge_policies(scope, policies, home_of(scope, organization)))
    yield from verdicts
    if not verdicts:
        yield not_applicable(scope.account_arn, "no_functions", "The account has no Lambda functions.")


def _functions(facts: FunctionPolicyFacts) -> tuple[ResourcePolicies, ...] | Unknown:
    return facts.functions if isinstance(facts.functions, Unknown) else (facts.functions,)
