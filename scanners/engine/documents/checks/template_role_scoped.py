"""The role template for customers grants least privilege.

https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.gaps import gap, unread
from scanners.engine.documents.levels import GRAVE, by_level
from scanners.engine.documents.principals import is_inward
from scanners.engine.documents.reading import template_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.documents.roles import PLACEHOLDER, Kind, Role, Template
from scanners.engine.facts.matching import covers_every_action, covers_every_resource, covers_whole_service
from scanners.engine.facts.policies import Policy, Statement
from scanners.engine.facts.policy_problems import sentence
from scanners.engine.facts.trust import bounding_condition, names_everybody

check = DocumentCheck(
    id="template_role_scoped",
    title="Least-privilege role template for customers",
    question="Is the role template that customers use least-privilege?",
    wanted="Attach the CloudFormation template, Terraform file or policy that customers use (.yaml, .json, .tf).",
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="List the actions that your product calls, restrict them to the required resources, and publish a new version.",
    cli="aws accessanalyzer validate-policy --policy-type IDENTITY_POLICY --policy-document file://policy.json",
    console="IAM > Access Analyzer > Policy validation",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
)
_ADMINISTRATIVE = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")
_METADATA_ONLY = ("SecurityAudit", "job-function/ViewOnlyAccess")
_MIGHTY = ("iam", "organizations", "sts")
_SYSTEM_TABLES = re.compile(r"arn:[^:]+:cassandra:[^:]*:[^:]*:/keyspace/system[^/]*(/.*)?")
_SHOWN = 12
_MOST_PATTERNS = 1_000  # a managed policy holds 6,144 characters


@check.judge
def judge(name: str, data: bytes) -> Iterator[Verdict]:
    """One verdict for each objection to a role, otherwise PASS for the role."""
    template = template_of(name, data)
    if template is None:
        return
    _within_budget(template)
    yield from unread(name, template)
    granting = [role for one in template.roles if (role := _outward(one, template)).policies or role.managed]
    for role in granting:
        yield from _judge_role(f"{name}: {role.name}", role)
    if not granting and not template.unread:
        yield unknown(name, gap(f"{name} holds no role with permissions. Attach the file that grants them."))


def _within_budget(template: Template) -> None:
    """Each pattern is compared with every action of its service. Raises UnreadableError."""
    statements = (one for role in template.roles for policy in role.policies for one in policy.allows)
    patterns = {action for one in statements for action in one.actions if "*" in action or "?" in action}
    if len(patterns) > _MOST_PATTERNS:
        raise UnreadableError(
            f"The file has more than {_MOST_PATTERNS:,} different actions with wildcards. Split the file."
        )


def _outward(role: Role, template: Template) -> Role:
    """A resource-based policy without the statements that only speak of AWS services and of the account itself."""
    if role.kind is not Kind.RESOURCE_POLICY:
        return role
    kept = []
    for policy in role.policies:
        statements = tuple(one for one in policy.allows if not is_inward(one, template.own))
        if statements or policy.malformed:
            kept.append(replace(policy, statements=statements))
    return replace(role, policies=tuple(kept))


def _judge_role(where: str, role: Role) -> Iterator[Verdict]:
    found = [verdict for arn in role.managed if (verdict := _managed(where, arn, role)) is not None]
    for policy in role.policies:
        found += _judge_policy(where, policy)
    yield from {(one.outcome, one.message): one for one in found}.values()
    if not found:
        yield passed(where, f"{where} {_narrow(role)}.")


def _narrow(role: Role) -> str:
    count = sum(len(one.actions) for policy in role.policies for one in policy.allows)
    actions = (
        "grants 1 action, which lists or reads" if count == 1 else f"grants {count} actions, all of which list or read"
    )
    attached = " and ".join(arn.rpartition("/")[2] for arn in role.managed)
    parts = [f"{actions} settings"] if count or not attached else []
    return " and ".join([*parts, *([f"attaches only AWS's {attached}"] if attached else [])])


def _judge_policy(where: str, policy: Policy) -> Iterator[Verdict]:
    for part in policy.malformed:
        yield unknown(where, gap(f"{where}: {sentence(part, policy='the policy')}"))
    for statement in policy.allows:
        verdict = _judge_statement(f"{where}, {statement.label}", statement)
        if verdict is not None:
            yield verdict


def _judge_statement(where: str, statement: Statement) -> Verdict | None:
    if names_everybody(statement) and bounding_condition(statement) is None:
        return failed(where, f"{where} grants public access.", actions=list(statement.actions[:_SHOWN]))
    if covers_every_action(statement):
        return failed(where, f"{where} allows all actions.", actions=list(statement.actions[:_SHOWN]))
    if statement.not_actions:
        kept = list(statement.not_actions[:_SHOWN])
        return failed(where, f"{where} allows all actions except a list.", not_actions=kept)
    everywhere = covers_every_resource(statement)
    mighty = next((one for one in _MIGHTY if everywhere and covers_whole_service(statement, one)), "")
    if mighty:
        return failed(where, f"{where} allows {mighty}:* on all resources, which can be used to gain any permission.")
    computed = [one for one in statement.actions if PLACEHOLDER.search(one)]
    if computed:
        return unknown(where, gap(f"{where} names actions that are computed: {', '.join(computed[:3])}."))
    levels = by_level(one for one in statement.actions if not _lists_keyspaces(one, statement))
    grave = {level: actions for level, actions in levels.items() if level in GRAVE}
    if not grave:
        return None
    words = "; ".join(f"{level}: {_listed(actions)}" for level, actions in grave.items())
    seen = {level: list(actions[:_SHOWN]) for level, actions in levels.items()}
    return review(where, f"{where} allows more than reading configuration. {words}. Document why.", levels=seen)


def _lists_keyspaces(action: str, statement: Statement) -> bool:
    """`cassandra:Select` on system tables, which is how IAM allows the list of keyspaces, without any other row.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
    """
    if action.lower() != "cassandra:select" or not statement.resources:
        return False
    return all(_SYSTEM_TABLES.fullmatch(one) for one in statement.resources)


def _managed(where: str, arn: str, role: Role) -> Verdict | None:
    policy = arn.partition(":policy/")[2] or arn
    if "::aws:" not in arn or PLACEHOLDER.search(policy):
        return review(where, f"{where} attaches {arn}, which is not in this file.", policy=arn)
    if policy.rpartition("/")[2] in _ADMINISTRATIVE:
        return failed(where, f"{where} attaches the AWS managed policy {policy}.", policy=arn)
    if policy in _METADATA_ONLY:
        return None
    if policy == "ReadOnlyAccess":
        only = " and nothing else" if not role.policies and len(role.managed) == 1 else ""
        return review(
            where, f"{where} attaches the AWS managed policy ReadOnlyAccess{only}, which also reads data.", policy=arn
        )
    return review(
        where, f"{where} attaches the AWS managed policy {policy}, which AWS can extend at any time.", policy=arn
    )


def _listed(actions: tuple[str, ...]) -> str:
    more = f" and {len(actions) - _SHOWN} more" if len(actions) > _SHOWN else ""
    return ", ".join(actions[:_SHOWN]) + more
