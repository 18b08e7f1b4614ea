"""Cognito user pools require passwords of at least eight characters; Cognito hashes them."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.cognito import UserPool, UserPoolFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

MIN_LENGTH = 8

check = Check(
    id="user_directory_managed",
    title="Managed user directory for end users",
    question="Do Cognito user pools require passwords of at least eight characters?",
    needs=(UserPoolFacts,),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="Increase the minimum password length of the user pool.",
    console="Cognito > User pools > the pool > Authentication methods > Password policy.",
    source="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
)


@check.judge
def judge(scope: Scope, pools: Regional[UserPoolFacts]) -> Iterator[Verdict]:
    """One verdict per user pool."""
    found = [(region, one) for region, fact in pools.known() for one in fact.pools]
    for region, pool in found:
        yield _judge_pool(scope, region, pool)
    unread = tuple(unread_regions(scope, pools))
    yield from unread
    if not found and not unread:
        yield not_applicable(scope.account_arn, "no_user_pools", "The account has no Cognito user pools.")


def _judge_pool(scope: Scope, region: str, pool: UserPool) -> Verdict:
    arn = f"arn:{scope.partition}:cognito-idp:{region}:{scope.account_id}:userpool/{pool.id}"
    if isinstance(pool.policy, Unknown):
        return unknown(arn, pool.policy, region=region)
    length = pool.policy.minimum_length
    if length < MIN_LENGTH:
        message = f"User pool {pool.id} accepts passwords shorter than {MIN_LENGTH} characters."
        return review(arn, message, region=region, minimum_length=length, mfa=pool.policy.mfa)
    message = f"User pool {pool.id} requires passwords of at least {length} characters."
    return passed(arn, message, region=region, minimum_length=length, mfa=pool.policy.mfa)
