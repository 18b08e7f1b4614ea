"""Secrets are stored in Secrets Manager or in encrypted parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.secrets import ParameterFacts, SecretFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="secret_store_in_use",
    title="Secrets stored in a secrets manager",
    question="Does the account store secrets in Secrets Manager or in SecureString parameters?",
    needs=(),
    also=(SecretFacts, ParameterFacts),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Store passwords, tokens and keys in Secrets Manager or in SecureString parameters.",
    cli="aws secretsmanager create-secret --name ... --secret-string file://...",
    console="Secrets Manager > Store a new secret.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html",
)


@check.judge
def judge(
    scope: Scope, secrets: Regional[SecretFacts] | Unknown, parameters: Regional[ParameterFacts] | Unknown
) -> Iterator[Verdict]:
    """PASS with one secret that no AWS service manages; REVIEW without any, because another product may be in use."""
    stored = {region: _own(fact) for region, fact in _known(secrets) if _own(fact)}
    encrypted = {region: _encrypted(fact) for region, fact in _known(parameters) if _encrypted(fact)}
    if stored or encrypted:
        message = f"Secrets are stored in {', '.join(sorted({*stored, *encrypted}))}."
        yield passed(scope.account_arn, message, secrets=stored, encrypted_parameters=encrypted)
        return
    gaps = [*_unread(secrets), *_unread(parameters)]
    for region, gap in gaps:
        yield unknown(scope.account_arn, gap, region=region)
    if not gaps:
        yield review(
            scope.account_arn, "No secret and no SecureString parameter was found. Document where secrets are stored."
        )


def _own(fact: SecretFacts) -> int:
    return sum(not one.owning_service for one in fact.secrets)


def _encrypted(fact: ParameterFacts) -> int:
    return sum(one.is_encrypted for one in fact.parameters)


def _known(facts: Regional[Any] | Unknown) -> Iterator[tuple[str, Any]]:
    return iter(()) if isinstance(facts, Unknown) else facts.known()


def _unread(facts: Regional[Any] | Unknown) -> Iterator[tuple[str, Unknown]]:
    return iter([("", facts)]) if isinstance(facts, Unknown) else facts.unknown()
