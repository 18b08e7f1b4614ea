"""Who may act through a resource's policy: accounts, services, providers, and what the conditions demand of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from scanners.engine.facts.conditions import strict_conditions
from scanners.engine.facts.matching import covers_action
from scanners.engine.facts.policies import EXTERNAL_ID_KEY, Condition, Policy, Principal, Statement

_ACCOUNT = re.compile(r"\d{12}", re.ASCII)
_EQUAL_OPERATORS = frozenset(["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"])
# Global condition keys that name the caller or on whose behalf a service calls, and the same in keys of services.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
_ORGANIZATION_KEYS = frozenset(["aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid", "aws:sourceorgpaths"])
_ACCOUNT_KEYS = frozenset(
    [
        "aws:principalaccount",
        "aws:sourceaccount",
        "aws:sourceowner",  # SNS: the account that calls
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
    ]
)
_ARN_KEYS = frozenset(
    [
        "aws:federatedprovider",
        "aws:principalarn",
        "aws:sourcearn",
        "ec2:sourceinstancearn",
        "lambda:sourcefunctionarn",
        "ssm:sourceinstancearn",
    ]
)
_SERVICE_KEYS = frozenset(["aws:principalservicename", "aws:principalservicenameslist"])
_BOUNDING_KEYS = _ORGANIZATION_KEYS | _ACCOUNT_KEYS | _ARN_KEYS | _SERVICE_KEYS
# Of these the value tells whose the caller is; the others tell on whose behalf an AWS service calls.
_CALLER_KEYS = frozenset(
    ["aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "kms:calleraccount"]
)
_SOURCE_KEYS = frozenset(["aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceaccount", "aws:sourcearn"])
_IS_SERVICE_KEY = "aws:principalisawsservice"
# Variables that stand for the resource's own account and organization; any other could be the caller's own text.
_OWN_VARIABLES = frozenset(["${aws:resourceaccount}", "${aws:resourceorgid}"])


class ExternalId(StrEnum):
    """How a statement treats sts:ExternalId, strongest first."""

    REQUIRED = "required"
    PARTIAL = "partial"  # the value has wildcards beside text
    WILDCARD = "wildcard"  # any value will do
    OPTIONAL = "optional"  # satisfied when none is sent (IfExists, ForAllValues)
    MISSING = "missing"


_STRENGTH = tuple(ExternalId)


def external_id(statement: Statement) -> ExternalId:
    """The strongest demand; conditions of one statement hold together, values of one condition are alternatives."""
    conditions = [one for one in strict_conditions(statement.conditions) if one.key == EXTERNAL_ID_KEY]
    must_be_there = any(one.operator == "null" and one.values == ("false",) for one in conditions)
    found = [_demand(one, must_be_there=must_be_there) for one in conditions]
    return min(found, key=_STRENGTH.index, default=ExternalId.MISSING)


def external_id_count(statement: Statement) -> int:
    """How many different external ids the statement accepts."""
    return max((len(one.values) for one in statement.conditions if one.key == EXTERNAL_ID_KEY), default=0)


def mentions_external_id(policy: Policy) -> bool:
    """Some Deny speaks about external ids, which may do what the Allow does not."""
    return any(one.key == EXTERNAL_ID_KEY for statement in policy.denies for one in statement.conditions)


def _demand(condition: Condition, *, must_be_there: bool) -> ExternalId:
    if condition.operator == "null":
        return ExternalId.WILDCARD if condition.values == ("false",) else ExternalId.MISSING
    if condition.operator not in ("stringequals", "stringequalsignorecase", "stringlike"):
        return ExternalId.MISSING
    if (condition.if_exists or condition.qualifier == "forallvalues") and not must_be_there:
        return ExternalId.OPTIONAL
    if any(not value.strip("*?") for value in condition.values):
        return ExternalId.WILDCARD
    if condition.operator == "stringlike" and any("*" in value or "?" in value for value in condition.values):
        return ExternalId.PARTIAL
    return ExternalId.REQUIRED


def assume_statements(trust: Policy) -> Iterator[Statement]:
    """Allow statements of a trust policy that let AWS principals assume the role."""
    return (statement for statement in trust.allows if covers_action(statement, "sts:AssumeRole"))


def principal_account(principal: Principal) -> str:
    """The account id an AWS principal names, or nothing (a star, a deleted user's id)."""
    if principal.kind != "AWS":
        return ""
    if _ACCOUNT.fullmatch(principal.value):
        return principal.value
    account = _arn_account(principal.value)
    return account if _ACCOUNT.fullmatch(account) else ""


def trusted_accounts(statement: Statement) -> tuple[str, ...]:
    """Accounts the statement names, each once."""
    return tuple(dict.fromkeys(filter(None, map(principal_account, statement.principals))))


def trusted_services(policy: Policy) -> tuple[str, ...]:
    """AWS services named by Allow statements, each once."""
    return _named(policy, "Service")


def trusted_providers(policy: Policy) -> tuple[str, ...]:
    """Federated providers (ARNs or host names) named by Allow statements, each once."""
    return _named(policy, "Federated")


def names_everybody(statement: Statement) -> bool:
    """A star, or NotPrincipal, which is everybody but a few."""
    if statement.not_principals:
        return True
    return any(one.kind == "*" or (one.kind == "AWS" and "*" in one.value) for one in statement.principals)


def bounding_condition(statement: Statement) -> Condition | None:
    """A condition that ties the caller to an account, organization, ARN or to AWS services; IfExists and stars do not.

    Of alternatives, which Denies with several conditions leave, all must tie; the first is returned.
    """
    return next((group[0] for group in _bounding(statement)), None)


def circles(statement: Statement) -> tuple[tuple[str, ...], ...]:
    """Whom conditions tie the caller to: account and organization ids, a tuple for each condition, all of which hold.

    The variables for the resource's own account and organization are left as they are.
    """
    return _circles(statement, _CALLER_KEYS)


def source_circles(statement: Statement) -> tuple[tuple[str, ...], ...]:
    """On whose behalf conditions let an AWS service call, in the form of `circles`; "" where an ARN has no account."""
    return _circles(statement, _SOURCE_KEYS)


def _circles(statement: Statement, keys: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    named = (
        [_circle(one.key, value) for one in group if one.key in keys for value in one.values]
        for group in _bounding(statement)
    )
    return tuple(tuple(dict.fromkeys(one)) for one in named if one)


def is_own_variable(value: str) -> bool:
    """Stands for the account or organization that the resource itself is in."""
    return value.lower() in _OWN_VARIABLES


def _bounding(statement: Statement) -> list[tuple[Condition, ...]]:
    """Conditions that tie the caller, each in a group of its own, and groups of alternatives that all tie."""
    groups = [(one,) for one in strict_conditions(statement.conditions)] + list(statement.alternatives)
    return [group for group in groups if all(map(_ties, group))]


def _ties(condition: Condition) -> bool:
    """The condition holds only for callers of some accounts or organizations, or for AWS services."""
    if condition.key == _IS_SERVICE_KEY:
        is_true = all(value.lower() == "true" for value in condition.values)
        return condition.operator in ("bool", *_EQUAL_OPERATORS) and not _can_be_skipped(condition) and is_true
    if condition.key not in _BOUNDING_KEYS or not is_exact(condition):
        return False
    return all(_names_somebody(condition.key, value) for value in condition.values)


def _names_somebody(key: str, value: str) -> bool:
    """`o-*` is every organization, `1*` a tenth of all accounts, `*:role/ops` everybody's role of that name."""
    if is_own_variable(value.partition("/")[0]):
        return True
    if key in _SERVICE_KEYS:
        return value.lower().endswith((".amazonaws.com", ".amazonaws.com.cn"))
    if key in _ACCOUNT_KEYS:
        return _ACCOUNT.fullmatch(value) is not None
    if key in _ORGANIZATION_KEYS:
        return not set("*?") & set(value.partition("/")[0])
    return not set("*?") & set(value) or _ACCOUNT.fullmatch(_arn_account(value)) is not None


def _circle(key: str, value: str) -> str:
    if key in _ARN_KEYS:
        return _arn_account(value)
    return value.partition("/")[0]


def _arn_account(value: str) -> str:
    parts = value.split(":")
    return parts[4] if len(parts) > 5 and parts[0].lower() == "arn" else ""


def demands_value(statement: Statement, key: str, value: str) -> bool:
    """The statement holds only where the (lower case) condition key equals exactly this value."""
    return bool(value) and any(
        one.key == key and is_exact(one) and all(item == value or is_own_variable(item) for item in one.values)
        for one in strict_conditions(statement.conditions)
    )


def is_exact(condition: Condition) -> bool:
    """Compares for equality, cannot be skipped by leaving the key out, and every value holds some text."""
    return (
        condition.operator in _EQUAL_OPERATORS
        and not _can_be_skipped(condition)
        and all(_has_text(value) for value in condition.values)
    )


def _can_be_skipped(condition: Condition) -> bool:
    return condition.if_exists or condition.qualifier == "forallvalues"


def _has_text(value: str) -> bool:
    """`arn:aws:iam::*:role/*` names nobody, nor does a variable; an account id or organization id does."""
    if "${" in value:
        return is_own_variable(value.partition("/")[0])
    if value.lower().startswith("arn:"):
        return bool(re.search(r"\d{12}", value)) or "*" not in value
    return bool(value.strip("*?"))


def _named(policy: Policy, kind: str) -> tuple[str, ...]:
    found = (one.value for statement in policy.allows for one in statement.principals if one.kind == kind)
    return tuple(dict.fromkeys(found))
