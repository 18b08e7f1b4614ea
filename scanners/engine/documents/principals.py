"""Whose principals a template trusts: the account it is deployed in, the vendor's declared accounts, or others."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanners.engine.documents.roles import PLACEHOLDER, Parameter
from scanners.engine.facts.policies import Principal, Statement

_MOST = 20  # allowed values of a parameter that are followed
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)", re.ASCII)
_IN_ACCOUNT = re.compile(r"arn:(?:[\w-]+|⟨[^⟨⟩]*⟩):(?:iam|sts)::⟨([^⟨⟩]*)⟩:.+", re.DOTALL)
# Account IDs of AWS's documentation: 123456789012 and IDs made of one group of four digits each (1111 2222 3333).
_OWN_KEYS = ("aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "aws:principalarn", "kms:calleraccount")
_EXAMPLES = re.compile(r"123456789012|210987654321|012345678901|(\d)\1{3}(\d)\2{3}(\d)\3{3}", re.ASCII)


def is_own(principal: Principal, own: frozenset[str]) -> bool:
    """It is in the account the file is deployed in; `own` are the placeholders of `Template.own`."""
    if principal.kind != "AWS":
        return False
    found = PLACEHOLDER.fullmatch(principal.value) or _IN_ACCOUNT.fullmatch(principal.value)
    return found is not None and found[1] in own


def outside(statement: Statement, own: frozenset[str]) -> tuple[Principal, ...]:
    """The statement's principals, without AWS services and those of the deploying account."""
    return tuple(one for one in statement.principals if one.kind != "Service" and not is_own(one, own))


def is_inward(statement: Statement, own: frozenset[str]) -> bool:
    """It lets nobody in but the deploying account itself and AWS services."""
    is_named = bool(statement.principals) and not outside(statement, own)
    return is_named or _is_tied_to_own(statement, own)


def _is_tied_to_own(statement: Statement, own: frozenset[str]) -> bool:
    """A condition demands that the caller is in the deploying account, whoever the principal is."""
    return any(
        condition.key in _OWN_KEYS
        and condition.operator in ("stringequals", "stringlike", "arnequals", "arnlike")
        and not condition.if_exists
        and condition.qualifier != "forallvalues"
        and all((found := PLACEHOLDER.fullmatch(value)) and found[1] in own for value in condition.values)
        for condition in statement.conditions
    )


def filled(value: str, parameters: Mapping[str, Parameter]) -> tuple[str, ...]:
    """What a principal can read as when the file's parameters have their allowed values, or else their default."""
    names = dict.fromkeys(PLACEHOLDER.findall(value))
    texts = [value]
    for name in names:
        parameter = parameters.get(name)
        options = parameter.allowed or (parameter.default or "",) if parameter else ("",)
        texts = [text.replace(f"⟨{name}⟩", option) for text in texts[:_MOST] for option in options[:_MOST]]
    return tuple(texts)


def doubt(values: Mapping[str, tuple[str, ...]], accounts: frozenset[str]) -> str:
    """Why the principals may not be the vendor's own account; empty when all are one declared account.

    `values` has for each principal as written what it can read as; `accounts` are the vendor's declared account IDs.
    """
    found: set[str] = set()
    for written, texts in values.items():
        for text in texts:
            account = _ACCOUNT.search(text)
            if account is None:
                return f"it trusts {written[:120]}, and the file does not show which account this is"
            found.add(account.group())
    unknown = sorted(found - accounts)
    if unknown and _EXAMPLES.fullmatch(unknown[0]):
        return f"it trusts account {unknown[0]}, which is an example account of AWS's documentation"
    if unknown and not accounts:
        return f"it trusts account {unknown[0]}, and no AWS account of yours is declared to compare it with"
    if unknown:
        return f"it trusts account {unknown[0]}, which is not one of the AWS accounts you declared"
    return "it trusts more than one account" if len(found) > 1 else ""
