"""A customers' role that does not demand an external id can be used for somebody else: the confused deputy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.checks.verdicts import (
    Outcome,
    Severity,
    Verdict,
    Weight,
    failed,
    not_applicable,
    passed,
    review,
    unknown,
)
from scanners.engine.documents.gaps import gap, unread
from scanners.engine.documents.principals import doubt, filled, is_inward, outside
from scanners.engine.documents.reading import template_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.documents.roles import PLACEHOLDER, Fixed, Kind, Parameter, Role, Template, Trust
from scanners.engine.facts.matching import covers_action
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.policy_problems import sentence
from scanners.engine.facts.trust import ExternalId, assume_statements, external_id, names_everybody

check = DocumentCheck(
    id="template_requires_external_id",
    title="The customers' role demands the external id",
    question="Does the template's trust policy demand sts:ExternalId and name only your account?",
    wanted="Attach the template or trust policy of the role that customers create (.yaml, .json, .tf).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Add a StringEquals condition on sts:ExternalId, fed by a parameter without a default, and name your account.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
)
_FEDERATED_ACTIONS = ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_WAYS = {
    ExternalId.MISSING: "does not demand an external id",
    ExternalId.OPTIONAL: "accepts callers that send no external id",
    ExternalId.WILDCARD: "accepts any external id",
}


@check.judge_with_accounts
def judge(name: str, data: bytes, accounts: frozenset[str]) -> Iterator[Verdict]:
    """Each statement by which an AWS account may assume a role of the file, and each way in that is no role."""
    template = template_of(name, data)
    if template is None:
        return
    found = [one for role in template.roles for one in _judge_role(f"{name}: {role.name}", role, template, accounts)]
    found += list(_other_ways_in(name, template))
    yield from {(one.outcome, one.message): one for one in found}.values()
    yield from unread(name, template)
    if not template.unread and all(one.outcome is Outcome.NOT_APPLICABLE for one in found):
        yield unknown(name, gap(f"{name} holds no role that your AWS account may assume. Attach the one it assumes."))


def _other_ways_in(name: str, template: Template) -> Iterator[Verdict]:
    """Users and keys: whoever holds them needs no role and no external id."""
    ways = [f"IAM user {role.name}" for role in template.roles if role.kind is Kind.USER]
    for one in (*ways, *template.credentials):
        yield failed(name, f"{name} creates {one}, which gives access without a role and without an external id.")


def _judge_role(where: str, role: Role, template: Template, accounts: frozenset[str]) -> Iterator[Verdict]:
    if role.trust is None:
        return
    for part in role.trust.policy.malformed:
        yield unknown(where, gap(f"{where}: {sentence(part, policy='the trust policy')}"))
    when = f" when {role.when}" if role.when else ""
    for statement in assume_statements(role.trust.policy):
        place = f"{where}, {statement.label}{when}"
        if not names_everybody(statement) and not any(one.kind == "AWS" for one in statement.principals):
            continue
        if is_inward(statement, template.own):
            text = f"{where} trusts only the account it is created in, so it is no way in for you. Skipped."
            yield not_applicable(where, "own_account", text)
        else:
            yield _judge_statement(place, statement, role.trust, template, accounts)
    yield from _federated(where, role.trust)


def _federated(where: str, trust: Trust) -> Iterator[Verdict]:
    for statement in trust.policy.allows:
        providers = [one.value for one in statement.principals if one.kind == "Federated"]
        if providers and any(covers_action(statement, one) for one in _FEDERATED_ACTIONS):
            text = f"{where}, {statement.label} trusts the identity provider {providers[0]}"
            yield review(where, f"{text}, not an external id. Show that its issuer is used for one customer only.")


def _judge_statement(
    where: str, statement: Statement, trust: Trust, template: Template, accounts: frozenset[str]
) -> Verdict:
    values = {one.value: filled(one.value, template.parameters) for one in outside(statement, template.own)}
    seen: dict[str, Any] = {"principals": [one.value for one in statement.principals][:5]}
    if names_everybody(statement) or any("*" in text for texts in values.values() for text in texts):
        return failed(where, f"{where} trusts everybody.", **seen)
    demand = external_id(statement)
    seen["external_id"] = demand.value
    if demand in _WAYS:
        return failed(where, f"{where} {_WAYS[demand]}.", **seen)
    groups = trust.external_ids.get(statement.index, ())
    if groups and all(isinstance(one, Fixed) for group in groups for one in group):
        return failed(where, f"{where} demands an external id that is the same for every customer.", **seen)
    # Operators hold together, so one of them that leaves no doubt is enough.
    doubts = [_doubt_about_id(demand, group, template.parameters) for group in groups] or ["its value is not readable"]
    found = "" if "" in doubts else doubts[0]
    found = found or doubt(values, accounts)
    if found:
        return review(where, f"{where} demands an external id, but {found}.", **seen)
    return passed(where, f"{where} demands the external id that the customer's own parameter holds.", **seen)


def _doubt_about_id(demand: ExternalId, values: tuple[str, ...], parameters: Mapping[str, Parameter]) -> str:
    if demand is ExternalId.PARTIAL:
        return "with a wildcard in it"
    if len(set(values)) != 1:
        return f"any of {len(set(values))} ids will do"
    names = PLACEHOLDER.findall(values[0])
    if not names:
        return "the id stands in the file, so whoever gets the same file has the same id"
    given = [parameters[one] for one in names if one in parameters]
    if not given:
        return f"it comes from {names[0]}, which is no parameter of this file"
    return next((found for one in given if (found := _doubt_about_parameter(one))), "")


def _doubt_about_parameter(parameter: Parameter) -> str:
    if parameter.default:
        return f"the parameter {parameter.name} has a default, which customers would share"
    if parameter.allowed:
        return (
            f"the parameter {parameter.name} allows only {len(parameter.allowed)} values, so customers would share them"
        )
    if parameter.is_list:
        return f"the parameter {parameter.name} takes several ids"
    return f"the parameter {parameter.name} names a stored value" if parameter.is_looked_up else ""
