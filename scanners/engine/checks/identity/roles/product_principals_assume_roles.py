"""The product's roles may assume only roles of a fixed name in customers' accounts."""

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
    title="Product limited to one role name",
    question="May the product assume only roles of a fixed name in customers' accounts?",
    needs=(AuthorizationDetails,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Limit sts:AssumeRole to the role name in your template.",
    console="IAM > Roles > the role > Permissions.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
)


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Considers customer managed roles; administrators have a check of their own."""
    grants, found = Grants(details), []
    for role in details.roles:
        if not role.is_reserved:
            found += [verdict for grant in grants.of(role) if (verdict := _judge_grant(scope, role, grant))]
    if scope.reaches_customer_accounts is False:
        yield from _against_the_answer(scope, found)
        return
    yield from found
    if not found and scope.reaches_customer_accounts:
        message = (
            "No role of this account may assume roles in other accounts. Connect the account that the product uses."
        )
        yield review(scope.account_arn, message)
    elif not found:
        message = "No role of this account may assume roles in any account."
        yield not_applicable(scope.account_arn, "no_product_roles", message)


def _against_the_answer(scope: Scope, found: list[Verdict]) -> Iterator[Verdict]:
    """REVIEW for a role for accounts of any owner where the product is declared to access no customer account."""
    claimed = "The product is declared not to access customers' accounts"
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
        message = f"{grant.label} allows role {role.name} to assume roles of any name in any account."
        return review(role.arn, message, **seen)
    if not grant.document.is_readable and "aws" not in grant.arn.split(":")[4:5]:
        return unknown(role.arn, unreadable_policy(grant.document, action=DETAILS_ACTION))
    if not any(_FIXED.fullmatch(arn) for one in statements for arn in one.resources):
        return None
    message = f"{grant.label} allows role {role.name} to assume only roles of a fixed name in other accounts."
    if scope.reaches_customer_accounts is None:
        return review(role.arn, f"{message} Document whether these are customers' accounts.", **seen)
    return passed(role.arn, message, **seen)


def _is_about_assuming(statement: Statement) -> bool:
    return covers_action(statement, "sts:AssumeRole") and not covers_every_action(statement) and bool(statement.actions)


def _is_open(statement: Statement) -> bool:
    """True if the resources allow any role of any account."""
    if covers_every_resource(statement):
        return True
    return any(
        all(pattern_matches(arn, f"arn:{partition}:{role}") for role in _UNLIKE)
        for arn in statement.resources
        for partition in PARTITIONS
    )
