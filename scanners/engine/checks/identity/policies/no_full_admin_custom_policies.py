"""No customer managed or inline policy grants full access."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanners.engine.checks._gaps import DETAILS_ACTION, unreadable_policy
from scanners.engine.checks.identity._grant import Grant
from scanners.engine.checks.identity._grants import Grants
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.iam import AuthorizationDetails
from scanners.engine.facts.matching import covers_every_action, covers_every_resource
from scanners.engine.facts.policies import Policy
from scanners.engine.scope import Scope

check = Check(
    id="no_full_admin_custom_policies",
    title="No customer managed policy grants full access",
    question="Do customer managed or inline policies in use allow all actions on all resources?",
    needs=(AuthorizationDetails,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Replace the statement with the actions and resources that are required. IAM Access Analyzer can "
    "generate them.",
    cli="aws accessanalyzer start-policy-generation --policy-generation-details principalArn=...",
    console="IAM > Policies > the policy > Edit.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
)


@dataclass(frozen=True, slots=True)
class _Used:
    resource: str
    name: str
    holders: tuple[str, ...]
    document: Policy
    is_boundary_only: bool = False
    is_bounded: bool = False
    is_admin: bool = False


@check.judge
def judge(scope: Scope, details: AuthorizationDetails) -> Iterator[Verdict]:
    """Considers policies in use; AWS managed policies have a check of their own."""
    used = [*_managed(details), *_inline(details)]
    if not used:
        yield not_applicable(scope.account_arn, "no_customer_policy", "No customer managed or inline policy is in use.")
    for one in used:
        yield _judge_policy(one)


def _managed(details: AuthorizationDetails) -> Iterator[_Used]:
    holders: dict[str, list[str]] = {}
    unbounded: set[str] = set()
    grants = Grants(details)
    for entity in details.holders:
        is_bounded = grants.is_bounded(entity)
        for one in entity.attached:
            holders.setdefault(one.arn, []).append(entity.arn)
            if not is_bounded:
                unbounded.add(one.arn)
    for policy in details.policies:
        if policy.is_in_use and not policy.is_aws_managed:
            who = tuple(holders.get(policy.arn, ()))
            is_bounded = bool(who) and policy.arn not in unbounded
            owner = who[0] if who else policy.arn.replace(":policy/", ":role/")
            yield _Used(
                policy.arn,
                f"Policy {policy.name}",
                who,
                policy.document,
                policy.attachment_count == 0,
                is_bounded,
                Grant(policy.name, policy.arn, policy.document, owner_arn=owner).is_admin,
            )


def _inline(details: AuthorizationDetails) -> Iterator[_Used]:
    grants = Grants(details)
    for entity in details.holders:
        is_bounded = grants.is_bounded(entity)
        for one in entity.inline:
            yield _Used(
                f"{entity.arn}#{one.name}",
                f"Inline policy {one.name} of {entity.name}",
                (entity.arn,),
                one.document,
                is_bounded=is_bounded,
                is_admin=Grant(one.name, "", one.document, owner_arn=entity.arn).is_admin,
            )


def _judge_policy(one: _Used) -> Verdict:
    broad = [item for item in one.document.allows if covers_every_resource(item)]
    full = [item for item in broad if covers_every_action(item)]
    seen = {"holders": list(one.holders[:20]), "statements": [item.label for item in full]}
    plain = [item for item in full if not item.conditions and not item.not_resources]
    if plain and not one.is_bounded and not one.is_boundary_only:
        return failed(one.resource, f"{one.name} allows all actions on all resources.", **_texts(seen))
    if full:
        message = f"{one.name} allows all actions, limited by a condition, an exception or a permissions boundary."
        return review(one.resource, message, **_texts(seen))
    if any(item.not_actions for item in broad):
        message = f"{one.name} allows all actions except a list."
        return review(one.resource, message, **_texts(seen))
    if one.is_admin and not one.is_boundary_only:
        message = f"{one.name} allows its principals to grant themselves any permission."
        return review(one.resource, message, **_texts(seen))
    if not one.document.is_readable:
        return unknown(one.resource, unreadable_policy(one.document, action=DETAILS_ACTION))
    return passed(one.resource, f"{one.name} does not grant full access.")


def _texts(seen: dict[str, list[str]]) -> dict[str, str]:
    return {name: ", ".join(values) for name, values in seen.items()}
