"""Secrets are rotated and in use."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._ages import days_since, said
from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.secrets import Secret, SecretFacts
from scanners.engine.scope import Scope

MAX_AGE_DAYS = 365
MAX_IDLE_DAYS = 90

check = Check(
    id="secrets_rotation_info",
    title="Secrets rotated and in use",
    question="Are secrets rotated and in use?",
    needs=(SecretFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Turn on rotation, rotate the secret, or delete it if it is not needed.",
    cli="aws secretsmanager rotate-secret --secret-id ...",
    console="Secrets Manager > the secret > Rotation.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html",
)


@check.judge
def judge(scope: Scope, secrets: Regional[SecretFacts]) -> Iterator[Verdict]:
    """Secrets that AWS services manage are left out."""
    own = [(region, one) for region, fact in secrets.known() for one in fact.secrets if not one.owning_service]
    for region, secret in own:
        yield _judge_secret(scope, region, secret)
    unread = tuple(unread_regions(scope, secrets))
    yield from unread
    if not own and not unread:
        yield not_applicable(
            scope.account_arn, "no_secrets", "The account has no secrets except those that AWS services manage."
        )


def _judge_secret(scope: Scope, region: str, secret: Secret) -> Verdict:
    used = max((one for one in (secret.accessed_at, secret.created_at) if one), default=None)
    changed = max((one for one in (secret.changed_at, secret.rotated_at, secret.created_at) if one), default=None)
    seen = {"rotates": secret.rotates, "changed_at": said(changed), "accessed_at": said(secret.accessed_at)}
    if not secret.rotates and days_since(scope, changed) > MAX_AGE_DAYS:
        message = f"Secret {secret.name} has not been rotated in over {MAX_AGE_DAYS} days."
        return review(secret.arn, message, region=region, **seen)
    if days_since(scope, used) > MAX_IDLE_DAYS:
        message = f"Secret {secret.name} has not been retrieved in over {MAX_IDLE_DAYS} days."
        return review(secret.arn, message, region=region, **seen)
    return passed(secret.arn, f"Secret {secret.name} is rotated and in use.", region=region, **seen)
