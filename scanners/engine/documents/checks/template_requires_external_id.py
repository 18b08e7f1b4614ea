"""The role template requires an external ID, which prevents the confused deputy problem.

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
    title="External ID required in the role template",
    question="Does the trust policy in the template require sts:ExternalId and trust only your account?",
    wanted="Attach the template or trust policy of the role that customers create (.yaml, .json, .tf).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Add a StringEquals condition on sts:ExternalId with a parameter without a default, and "
    "trust only your account.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
)
_FEDERATED_ACTIONS = ("sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML")
_WAYS = {
    ExternalId.MISSING: "does not require an external ID",
    ExternalId.OPTIONAL: "accepts requests without an external ID",
    ExternalId.WILDCARD: "accepts any external ID",
}


@check.judge_with_accounts
def judge(name: str, data: bytes, accounts: frozenset[str]) -> Iterator[Verdict]:
    """One verdict for each trust statement for AWS accounts, and for each access without a role."""
    template = template_of(name, data)
    if template is None:
        return
    found = [one for role in template.roles for one in _judge_role(f"{name}: {role.name}", role, template, accounts)]
    found += list(_other_ways_in(name, template))
    yield from {(one.outcome, one.message): one for one in found}.values()
    yield from unread(name, template)
    if not template.unread and all(one.outcome is Outcome.NOT_APPLICABLE for one in found):
        yield unknown(
            name, gap(f"{name} contains no role that your AWS account can assume. Attach the template of that role.")
        )


def _other_ways_in(name: str, template: Template) -> Iterator[Verdict]:
    """FAIL for IAM users and keys, which need no role and no external ID."""
    ways = [f"IAM user {role.name}" for role in template.roles if role.kind is Kind.USER]
    for one in (*ways, *template.credentials):
        yield failed(name, f"{name} creates {one}, which gives access without a role and an external ID.")


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
            text = f"{where} trusts only the account in which it is created, so it gives you no access. Skipped."
            yield not_applicable(where, "own_account", text)
        else:
            yield _judge_statement(place, statement, role.trust, template, accounts)
    yield from _federated(where, role.trust)


def _federated(where: str, trust: Trust) -> Iterator[Verdict]:
    for statement in trust.policy.allows:
        providers = [one.value for one in statement.principals if one.kind == "Federated"]
        if providers and any(covers_action(statement, one) for one in _FEDERATED_ACTIONS):
            text = f"{where}, {statement.label} trusts the identity provider {providers[0]}"
            yield review(where, f"{text}, not an external ID. Document that its issuer is used for one customer only.")


def _judge_statement(
    where: str, statement: Statement, trust: Trust, template: Template, accounts: frozenset[str]
) -> Verdict:
    values = {one.value: filled(one.value, template.parameters) for one in outside(statement, template.own)}
    seen: dict[str, Any] = {"principals": [one.value for one in statement.principals][:5]}
    if names_everybody(statement) or any("*" in text for texts in values.values() for text in texts):
        return failed(where, f"{where} trusts everyone.", **seen)
    demand = external_id(statement)
    seen["external_id"] = demand.value
    if demand in _WAYS:
        return failed(where, f"{where} {_WAYS[demand]}.", **seen)
    groups = trust.external_ids.get(statement.index, ())
    if groups and all(isinstance(one, Fixed) for group in groups for one in group):
        return failed(where, f"{where} requires an external ID that is the same for every customer.", **seen)
    # All operators must match, so one unambiguous operator is enough.
    doubts = [_doubt_about_id(demand, group, template.parameters) for group in groups] or ["its value cannot be read"]
    found = "" if "" in doubts else doubts[0]
    found = found or doubt(values, accounts)
    if found:
        return review(where, f"{where} requires an external ID, but {found}.", **seen)
    return passed(where, f"{where} requires the external ID of a parameter that each customer sets.", **seen)


def _doubt_about_id(demand: ExternalId, values: tuple[str, ...], parameters: Mapping[str, Parameter]) -> str:
    if demand is ExternalId.PARTIAL:
        return "with a wildcard in it"
    if len(set(values)) != 1:
        return f"any of {len(set(values))} external IDs is accepted"
    names = PLACEHOLDER.findall(values[0])
    if not names:
        return "the external ID is in the file, so everyone with the file has the same external ID"
    given = [parameters[one] for one in names if one in parameters]
    if not given:
        return f"it comes from {names[0]}, which is not a parameter of this file"
    return next((found for one in given if (found := _doubt_about_parameter(one))), "")


def _doubt_about_parameter(parameter: Parameter) -> str:
    if parameter.default:
        return f"the parameter {parameter.name} has a default, which customers would share"
    if parameter.allowed:
        return (
            f"the parameter {parameter.name} allows only {len(parameter.allowed)} values, so customers would share them"
        )
    if parameter.is_list:
        return f"the parameter {parameter.name} accepts several external IDs"
    return f"the parameter {parameter.name} refers to a stored value" if parameter.is_looked_up else ""
