"""Cognito: how strong the passwords of end users must be."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, number_or, structure, structure_or_empty, text, text_or
from scanners.engine.facts.cognito import PoolPolicy, UserPool, UserPoolFacts
from scanners.engine.facts.unknown import Unknown

LIST_POOLS = Operation("cognito-idp", "ListUserPools", "cognito-idp:ListUserPools")
DESCRIBE_POOL = Operation("cognito-idp", "DescribeUserPool", "cognito-idp:DescribeUserPool")
_PAGE = 60


def collect(context: Context) -> UserPoolFacts | Unknown:
    """Pools of one region."""
    listed = read_region(context, LIST_POOLS, "UserPools", lambda pool: text(pool, "Id"), MaxResults=_PAGE)
    if isinstance(listed, Unknown):
        return listed
    pools = ((one, _policy(context, one)) for one in listed)
    return UserPoolFacts(tuple(UserPool(one, policy) for one, policy in pools if policy is not None))


def _policy(context: Context, pool_id: str) -> PoolPolicy | Unknown | None:
    """None for a pool that was deleted after it was listed."""
    gone: dict[str, PoolPolicy | None] = {"ResourceNotFoundException": None}
    return read(context, DESCRIBE_POOL, _parse, absent=gone, region=context.region, UserPoolId=pool_id)


def _parse(answer: Fields) -> PoolPolicy:
    pool = structure(answer, "UserPool")
    passwords = structure_or_empty(structure_or_empty(pool, "Policies"), "PasswordPolicy")
    return PoolPolicy(text_or(pool, "MfaConfiguration"), number_or(passwords, "MinimumLength", 0))


COLLECTORS = (Collector("cognito", UserPoolFacts, (LIST_POOLS, DESCRIBE_POOL), collect, is_regional=True),)
