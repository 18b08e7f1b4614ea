"""What a policy statement reaches: action and resource patterns, matched the way IAM does."""

from __future__ import annotations

from functools import lru_cache

from scanners.engine.facts.policies import Statement

PARTITIONS = ("aws", "aws-cn", "aws-us-gov")
_UNLIKE = (
    "iam::012345678901:user/q",
    "s3:::q7",
    "ec2:eu-west-1:987654321098:instance/i-1",
    "kms:us-east-1:555555555555:key/k",
)
# Names no service has, in ARNs without and with region and account: only a star matches all of one kind.
_ANY_NAMES = (("::q7", "::w/8"), ("eu-west-1:012345678901:q7", "us-east-1:987654321098:w/8"))

_EVERY_ACTION = ("q7:w8z", "zz:GetX")
_ANY_ACTIONS = ("q", "w8z", "GetX")  # names of no action, which have nothing in common


@lru_cache(maxsize=32_768)  # the policies of one account repeat each other's patterns
def pattern_matches(pattern: str, value: str) -> bool:
    """IAM wildcards (`*` any text, `?` one character), ignoring case; never exponential."""
    return pattern_matches_case(pattern.lower(), value.lower())


def pattern_matches_case(pattern: str, value: str) -> bool:
    """The same with case, as IAM compares resources: what a Deny names, and what NotResource leaves out."""
    literal = pattern.partition("*")[0]
    if "?" not in literal:
        if len(literal) == len(pattern):
            return pattern == value
        if not value.startswith(literal):
            return False
    at = position = mark = 0
    star = -1
    while position < len(value):
        if at < len(pattern) and (pattern[at] == "?" or (pattern[at] == value[position] and pattern[at] != "*")):
            at, position = at + 1, position + 1
        elif at < len(pattern) and pattern[at] == "*":
            star, mark = at, position
            at += 1
        elif star >= 0:
            mark += 1
            at, position = star + 1, mark
        else:
            return False
    return not pattern[at:].strip("*")


def covers_action(statement: Statement, action: str) -> bool:
    """The statement speaks about the action, by Action or by NotAction."""
    if statement.not_actions:
        return not any(pattern_matches(pattern, action) for pattern in statement.not_actions)
    return any(pattern_matches(pattern, action) for pattern in statement.actions)


def covers_resource(statement: Statement, arn: str) -> bool:
    """The statement speaks about the resource. One without resources (a trust policy) speaks about its own."""
    if statement.not_resources:
        return not any(pattern_matches(pattern, arn) for pattern in statement.not_resources)
    return not statement.resources or any(pattern_matches(pattern, arn) for pattern in statement.resources)


def covers_every_action(statement: Statement) -> bool:
    """`*`, `*:*`, or any pattern that matches what has nothing in common."""
    return any(all(pattern_matches(pattern, one) for one in _EVERY_ACTION) for pattern in statement.actions)


def covers_every_resource(statement: Statement) -> bool:
    """`*`, an ARN of nothing but stars, or NotResource, which leaves nearly everything."""
    return bool(statement.not_resources) or any(_is_everything(pattern) for pattern in statement.resources)


def covers_everything_of(statement: Statement, service: str) -> bool:
    """Every resource, or at least every one of the service: `arn:aws:s3:::*`."""
    if covers_every_resource(statement):
        return True
    return any(
        all(pattern_matches(pattern, f"arn:{partition}:{service}:{rest}") for rest in likely)
        for pattern in statement.resources
        for partition in PARTITIONS
        for likely in _ANY_NAMES
    )


def covers_whole_service(statement: Statement, service: str) -> bool:
    """`service:*`, or a pattern that includes it."""
    return any(
        all(pattern_matches(pattern, f"{service}:{name}") for name in _ANY_ACTIONS) for pattern in statement.actions
    )


def _is_everything(pattern: str) -> bool:
    """Matches resources that have nothing in common but the partition."""
    return any(all(pattern_matches(pattern, f"arn:{one}:{rest}") for rest in _UNLIKE) for one in PARTITIONS)
