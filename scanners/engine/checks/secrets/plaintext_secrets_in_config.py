"""Environment variables of Lambda, ECS and CodeBuild contain no plaintext secrets."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.config_secrets import Configuration, Configurations, ExposedSecretFacts, PlainSecret
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="plaintext_secrets_in_config",
    title="No plaintext secrets in configuration",
    question="Are Lambda, ECS and CodeBuild environment variables free of plaintext secrets?",
    needs=(ExposedSecretFacts,),
    severity=Severity.HIGH,
    weight=Weight.SUPPORTING,
    fix="Move the value to Secrets Manager, reference it in the configuration (ECS: secrets.valueFrom, CodeBuild: type "
    "SECRETS_MANAGER, Lambda: read it at start), and rotate the secret: treat the old one as compromised.",
    cli="aws secretsmanager create-secret --name ... --secret-string file://...",
    console="Lambda > the function > Configuration > Environment variables; ECS > Task definitions; CodeBuild > Build.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
)


@check.judge
def judge(scope: Scope, facts: Regional[ExposedSecretFacts]) -> Iterator[Verdict]:
    """One verdict for each configuration with a finding, and one for each Region without findings."""
    verdicts = tuple(unread_regions(scope, facts))
    for region, fact in facts.known():
        verdicts += tuple(_judge_region(scope, region, fact))
    yield from verdicts
    if not verdicts:
        message = "The account has no Lambda functions, ECS task definitions or CodeBuild projects."
        yield not_applicable(scope.account_arn, "no_configurations", message)


def _judge_region(scope: Scope, region: str, fact: ExposedSecretFacts) -> Iterator[Verdict]:
    parts = (fact.functions, fact.task_definitions, fact.build_projects)
    known = [part for part in parts if isinstance(part, Configurations)]
    gaps = [part for part in parts if isinstance(part, Unknown)]
    for gap in gaps:
        yield unknown(f"{scope.account_arn}/{gap.action}", gap, region=region)
    for one in (one for part in known for one in part.noted):
        yield _judge_one(region, one)
    total = sum(part.total for part in known)
    if total and not gaps and not any(part.noted for part in known):
        message = f"{counted(total, 'configuration')} in {region}, none with a variable that appears to be a secret."
        yield passed(scope.account_arn, message, region=region, configurations=total)


def _judge_one(region: str, one: Configuration) -> Verdict:
    if isinstance(one.found, Unknown):
        return unknown(one.arn, one.found, region=region)
    certain = [secret for secret in one.found if secret.is_certain]
    evidence = [f"{secret.variable}: {_words(secret)}" for secret in one.found]
    if certain:
        names = ", ".join(secret.variable for secret in certain[:5])
        message = f"A secret is stored in plaintext in {names}."
        return failed(one.arn, message, region=region, variables=evidence)
    names = ", ".join(secret.variable for secret in one.found[:5])
    message = f"The plaintext value of {names} may be a secret. Document what it is."
    return review(one.arn, message, region=region, variables=evidence)


def _words(secret: PlainSecret) -> str:
    return secret.detector.replace("_", " ")
