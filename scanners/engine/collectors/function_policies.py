"""Policies of Lambda functions, whose names only the optional read of environment variables gives.

https://docs.aws.amazon.com/lambda/latest/api/API_GetPolicy.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.aws.opt_in import CONFIG_SECRETS
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.resource_policies import Read, ResourceGoneError, ask_policy, policies_of, policy_in
from scanners.engine.facts.config_secrets import ExposedSecretFacts
from scanners.engine.facts.resource_policies import FunctionPolicyFacts, ResourcePolicies
from scanners.engine.facts.unknown import Reason, Unknown

GET_POLICY = Operation("lambda", "GetPolicy", "lambda:GetPolicy", opt_in=CONFIG_SECRETS)


def collect(context: Context) -> FunctionPolicyFacts:
    """The policies of the functions that were listed in the region."""
    exposed = context.facts.get(ExposedSecretFacts, Unknown(Reason.NOT_COLLECTED, GET_POLICY.action))
    listed = exposed.functions if isinstance(exposed, ExposedSecretFacts) else exposed
    if isinstance(listed, Unknown):
        return FunctionPolicyFacts(listed)
    return FunctionPolicyFacts(_policies(context, getattr(listed, "arns", ())))


def _policies(context: Context, arns: tuple[str, ...]) -> ResourcePolicies:
    def ask(arn: str) -> Read:
        try:
            return ask_policy(context, GET_POLICY, policy_in("Policy"), FunctionName=arn)
        except ResourceGoneError:  # Lambda answers the same for a function without a policy
            return None

    return policies_of(context, arns, GET_POLICY, arn_of=lambda arn: arn, ask=ask)


COLLECTORS = (
    Collector(
        "lambda.policies", FunctionPolicyFacts, (GET_POLICY,), collect, after=(ExposedSecretFacts,), is_regional=True
    ),
)
