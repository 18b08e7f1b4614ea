"""Who has access by a bucket policy or ACL beyond the customer's own accounts, organization and networks.

A service principal acts for whatever account asked it, so its statement counts as the customer's own only where
aws:SourceAccount, aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths says for whom.
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scanners.engine.checks._own import own_account_ids
from scanners.engine.checks.storage._actions import writes
from scanners.engine.checks.storage._buckets import known_buckets
from scanners.engine.checks.storage._delivery import delivers_balancer_logs, is_origin_access_identity
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.policies import Condition, Principal, Statement
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.trust import is_exact, is_own_variable, names_everybody, principal_account
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_SOURCE_KEYS = frozenset(["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"])
_NETWORK_KEYS = frozenset(["aws:sourcevpc", "aws:sourcevpce"])
# What a delivering service asks before it writes; it hands over no content.
_LOOKS = frozenset(["s3:getbucketacl", "s3:getbucketlocation"])
_PRINCIPAL_KEYS = ("aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths")


@dataclass(frozen=True, slots=True)
class Home:
    """The customer's own accounts, organization ("" where there is none or it was not read) and buckets."""

    accounts: frozenset[str]
    org_id: str
    buckets: frozenset[str]

    def owns(self, key: str, value: str) -> bool:
        """True if the value of a condition key can only match own accounts or resources."""
        if is_own_variable(value):
            return True
        if key.endswith("account"):
            return value in self.accounts
        if key.endswith(("orgid", "orgpaths")):
            return bool(self.org_id) and value.partition("/")[0] == self.org_id
        return self._owns_arn(value)

    def _owns_arn(self, arn: str) -> bool:
        parts = arn.split(":", 5)
        if len(parts) != 6 or parts[0].lower() != "arn":
            return False
        if parts[2] == "s3" and not parts[4]:  # a bucket's ARN names no account, but names of buckets are unique
            return parts[5].partition("/")[0] in self.buckets
        return parts[4] in self.accounts


def home_of(scope: Scope, facts: S3Facts, organization: OrgFacts | Unknown) -> Home:
    """The customer's own accounts, organization and buckets, as declared or read."""
    org_id = organization.org_id if isinstance(organization, OrgFacts) else ""
    names = frozenset(bucket.name for bucket in known_buckets(facts))
    return Home(own_account_ids(scope, organization), org_id if isinstance(org_id, str) else "", names)


def strangers(statement: Statement, home: Home) -> tuple[str, ...]:
    """Principals of an Allow statement that may not be own; empty for none."""
    if any(_ties(statement, key, home.owns) for key in _PRINCIPAL_KEYS):
        return ()
    if names_everybody(statement):
        return _everybody(statement, home)
    found = (_stranger(statement, one, home) for one in statement.principals)
    return tuple(dict.fromkeys(filter(None, found)))


def service_strangers(statement: Statement, home: Home) -> tuple[str, ...]:
    """Service principals of a statement that may act on behalf of other accounts."""
    services = (one for one in statement.principals if one.kind == "Service")
    found = (_service_stranger(statement, one.value, home) for one in services)
    return tuple(dict.fromkeys(filter(None, found)))


def _everybody(statement: Statement, home: Home) -> tuple[str, ...]:
    if any(_ties(statement, key, lambda _, value: not set("*?") & set(value)) for key in _NETWORK_KEYS):
        return ()
    if statement.not_principals:
        return ("everyone except the named principals",)
    if _ties(statement, "aws:principalisawsservice", lambda _, value: value == "true", operators=("bool",)):
        return tuple(filter(None, [_service_stranger(statement, "any AWS service", home)]))
    return ("everyone",)


def _stranger(statement: Statement, principal: Principal, home: Home) -> str:
    if principal.kind == "Service":
        return _service_stranger(statement, principal.value, home)
    if principal_account(principal) in home.accounts:
        return ""
    if is_origin_access_identity(principal) and not writes(statement):
        return ""
    return "" if delivers_balancer_logs(statement, principal) else principal.value


def _service_stranger(statement: Statement, service: str, home: Home) -> str:
    if any(_ties(statement, key, home.owns) for key in _SOURCE_KEYS):
        return ""
    sources = [value for one in _exact(statement, _SOURCE_KEYS) for value in one.values]
    if sources:
        return f"{service} on behalf of {', '.join(sources[:3])}"
    only_looks = bool(statement.actions) and all(one.lower() in _LOOKS for one in statement.actions)
    return "" if only_looks else f"{service} on behalf of any account"


def _exact(statement: Statement, keys: frozenset[str]) -> Iterator[Condition]:
    return (one for one in statement.conditions if one.key in keys and is_exact(one))


def _ties(
    statement: Statement, key: str, is_own: Callable[[str, str], bool], *, operators: tuple[str, ...] = ()
) -> bool:
    """True if a condition on the key always applies and all its values are own."""
    return any(
        one.key == key
        and (one.operator in operators and not one.if_exists and not one.qualifier if operators else is_exact(one))
        and all(is_own(key, value) for value in one.values)
        for one in statement.conditions
    )
