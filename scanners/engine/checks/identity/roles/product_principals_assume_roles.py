"""A product reaches customers' accounts through roles of one fixed name, not through any role there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grant import Grant
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Outcome, Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails, IamRole
from scanners.engine.facts.matching import (
    PARTITIONS,
    covers_action,
    covers_every_action,
    covers_every_resource,
    pattern_matches,
)
from scanners.engine.facts.policies import Statement
from scanners.engine.scope import Scope

_UNLIKE = ("iam::012345678901:role/q7", "iam::987654321098:role/w/8")  # nothing but stars match both
# Any account, and a role name or path that begins with text.
_FIXED = re.compile(r"arn:[^:]+:iam::\*:role/[^*?]+\*?")

check = Check(
    id="product_principals_assume_roles",
    title="Product assumes one named role",
    question="Do the product's roles assume only roles of a fixed name in customers' accounts?",
    needs=(AuthorizationDetails,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Limit sts:AssumeRole to the name of the role that your template creates.",
    console="IAM > Roles > the role > Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Only roles of the customer's own; administrators are another check's business."""
    grants, found = Grants(details), []
    for role in details.roles:
        if not role.is_reserved:
            found += [verdict for grant in grants.of(role) if (verdict := _judge_grant(scope, role, grant))]
    if scope.reaches_customer_accounts is False:
        yield from _against_the_answer(scope, found)
        return
    yield from found
    if not found and scope.reaches_customer_accounts:
        message = "No role of this account may assume roles in other accounts; say which account the product uses."
        yield review(scope.account_arn, message)
    elif not found:
        message = "No role of this account may assume roles in any account."
        yield not_applicable(scope.account_arn, "no_product_roles", message)


def _against_the_answer(scope: Scope, found: list[Verdict]) -> Iterator[Verdict]:
    """A role made for accounts of any owner contradicts the answer that the product reaches into none."""
    claimed = "The product is declared not to reach into customers' accounts"
    for verdict in found:
        if verdict.outcome is Outcome.PASS:
            evidence: dict[str, Any] = dict(verdict.evidence)
            yield review(verdict.resource, f"{claimed}. {verdict.message}", **evidence)
    if not any(verdict.outcome is Outcome.PASS for verdict in found):
        yield not_applicable(scope.account_arn, "no_customer_accounts", f"{claimed}.")


def _judge_grant(scope: Scope, role: IamRole, grant: Grant) -> Verdict | None:
    statements = [one for one in grant.document.allows if _is_about_assuming(one)]
    seen: dict[str, Any] = {"policy": grant.label, "statements": [one.label for one in statements][:20]}
    if any(_is_open(one) for one in statements):
        message = f"Role {role.name} may assume roles of any name in any account, by {grant.label}."
        return review(role.arn, message, **seen)
    if not grant.document.is_readable and "aws" not in grant.arn.split(":")[4:5]:
        return unknown(role.arn, unreadable_policy(grant.document, action=DETAILS_ACTION))
    if not any(_FIXED.fullmatch(arn) for one in statements for arn in one.resources):
        return None
    message = f"Role {role.name} assumes roles of a fixed name in other accounts, by {grant.label}."
    if scope.reaches_customer_accounts is None:
        return review(role.arn, f"{message[:-1]}; say whether these are customers'.", **seen)
    return passed(role.arn, message, **seen)


def _is_about_assuming(statement: Statement) -> bool:
    return covers_action(statement, "sts:AssumeRole") and not covers_every_action(statement) and bool(statement.actions)


def _is_open(statement: Statement) -> bool:
    """Any role of any account: no resource of it starts with a role's name."""
    if covers_every_resource(statement):
        return True
    return any(
        all(pattern_matches(arn, f"arn:{partition}:{role}") for role in _UNLIKE)
        for arn in statement.resources
        for partition in PARTITIONS
    )
