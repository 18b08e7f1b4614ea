"""No secret or parameter has a name that suggests access keys of customers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.counts import counted
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.secret_names import looks_like_customer_key
from scanners.engine.facts.secrets import ParameterFacts, SecretFacts
from scanners.engine.scope import Scope

check = Check(
    id="legacy_customer_keys_suspected",
    title="No customer access keys stored",
    question="Do names of secrets or parameters suggest access keys of customers?",
    needs=(SecretFacts, ParameterFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Have customers create a role for you, then delete their access keys and the secrets that contain them.",
    cli="aws secretsmanager delete-secret --secret-id ...",
    console="Secrets Manager > the secret > Actions > Delete secret.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
)


@check.judge
def judge(scope: Scope, secrets: Regional[SecretFacts], parameters: Regional[ParameterFacts]) -> Iterator[Verdict]:
    """Counts names that mention a customer, AWS and a key; the names themselves are not stored."""
    found: dict[str, int] = {}
    for facts, names in ((secrets, _secret_names), (parameters, _parameter_names)):
        for region, fact in facts.known():
            count = sum(looks_like_customer_key(name) for name in names(fact))
            found[region] = found.get(region, 0) + count
    for region, count in sorted(found.items()):
        if count:
            message = (
                f"{counted(count, 'name')} of secrets or parameters in {region} may be access keys "
                "of customers. Document what they are."
            )
            yield review(scope.account_arn, message, region=region, names=count)
    if scope.reaches_customer_accounts is False:
        # Such names contradict the answer; without any the check does not apply, even if some names could not be read.
        if not any(found.values()):
            message = "The product is declared not to access customers' accounts."
            yield not_applicable(scope.account_arn, "no_customer_accounts", message)
        return
    unread = (*unread_regions(scope, secrets), *unread_regions(scope, parameters))
    yield from unread
    if not unread and not any(found.values()):
        yield passed(scope.account_arn, "No name of a secret or parameter suggests an access key of a customer.")


def _secret_names(fact: Any) -> Iterator[str]:
    return (one.name for one in fact.secrets)


def _parameter_names(fact: Any) -> Iterator[str]:
    return (one.name for one in fact.parameters)
