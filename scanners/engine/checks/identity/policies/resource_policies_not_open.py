"""Resource-based policies of topics, queues, keys, repositories and secrets grant no public access."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from scanners.engine.checks._by_region import found
from scanners.engine.checks.identity.policies._openness import home_of, judge_policies
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.resource_policies import ResourcePolicies, ResourcePolicyFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="resource_policies_not_open",
    title="No public resource-based policies",
    question="Do policies of SNS topics, SQS queues, KMS keys, ECR repositories or secrets grant access "
    "to other accounts?",
    needs=(ResourcePolicyFacts,),
    also=(OrgFacts,),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Name the accounts that require access, or add a condition on aws:PrincipalOrgID or aws:SourceAccount.",
    cli="aws sqs set-queue-attributes --queue-url ... --attributes Policy=...",
    console="SQS, SNS, KMS, ECR or Secrets Manager > the resource > Access policy, Key policy or Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
)
Pick = Callable[[ResourcePolicyFacts], ResourcePolicies | Unknown]
_SERVICES: tuple[Pick, ...] = (
    lambda facts: facts.topics,
    lambda facts: facts.queues,
    lambda facts: facts.keys,
    lambda facts: facts.repositories,
    lambda facts: facts.secrets,
)


@check.judge
def judge(scope: Scope, facts: Regional[ResourcePolicyFacts], organization: OrgFacts | Unknown) -> Iterator[Verdict]:
    """FAIL for public access; REVIEW for other accounts and for services that may act for any account."""
    policies = found(facts, *(_one(pick) for pick in _SERVICES))
    verdicts = tuple(judge_policies(scope, policies, home_of(scope, organization)))
    yield from verdicts
    if not verdicts:
        message = "The account has no topics, queues, customer managed keys, repositories or secrets."
        yield not_applicable(scope.account_arn, "no_resources", message)


def _one(pick: Pick) -> Callable[[ResourcePolicyFacts], tuple[ResourcePolicies, ...] | Unknown]:
    def listed(facts: ResourcePolicyFacts) -> tuple[ResourcePolicies, ...] | Unknown:
        policies = pick(facts)
        return policies if isinstance(policies, Unknown) else (policies,)

    return listed
