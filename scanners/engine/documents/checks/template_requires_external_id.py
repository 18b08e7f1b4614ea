"""A customers' role that does not demand an external id can be used for somebody else: the confused deputy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.documents.reading import template_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.documents.roles import PLACEHOLDER, Parameter, Role, Template, Trust
from scanners.engine.facts.policies import Statement
from scanners.engine.facts.trust import ExternalId, assume_statements, external_id, names_everybody
from scanners.engine.facts.unknown import Reason, Unknown

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
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")


@check.judge
def judge(name: str, data: bytes) -> Iterator[Verdict]:
    """Each statement by which an AWS account may assume a role of the file."""
    template = template_of(name, data)
    if template is None:
        return
    found = [verdict for role in template.roles for verdict in _judge_role(f"{name}: {role.name}", role, template)]
    found += [unknown(name, _gap(f"{name} holds {part}, so its trust cannot be judged.")) for part in template.unread]
    yield from found or [unknown(name, _gap(f"{name} holds no role that an AWS account may assume."))]


def _judge_role(where: str, role: Role, template: Template) -> Iterator[Verdict]:
    if role.trust is None:
        return
    for part in role.trust.policy.malformed:
        yield unknown(where, _gap(f"{where}: {part.where} of the trust policy was not understood ({part.reason})."))
    for statement in assume_statements(role.trust.policy):
        if names_everybody(statement) or any(one.kind == "AWS" for one in statement.principals):
            yield _judge_statement(f"{where}, {statement.label}", statement, role.trust, template.parameters)


def _judge_statement(where: str, statement: Statement, trust: Trust, parameters: Mapping[str, Parameter]) -> Verdict:
    seen: dict[str, Any] = {"principals": [one.value for one in statement.principals][:5]}
    if names_everybody(statement):
        return failed(where, f"{where} trusts everybody.", **seen)
    demand = external_id(statement)
    seen["external_id"] = demand.value
    how = {
        ExternalId.MISSING: "does not demand an external id",
        ExternalId.OPTIONAL: "accepts callers that send no external id",
        ExternalId.WILDCARD: "accepts any external id",
    }.get(demand)
    if how:
        return failed(where, f"{where} {how}.", **seen)
    doubt = _doubt_about_id(demand, trust.external_ids.get(statement.index, ()), parameters)
    doubt = doubt or _doubt_about_principal(statement, parameters)
    if doubt:
        return review(where, f"{where} demands an external id, but {doubt}.", **seen)
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
    default = next((one for one in given if one.default), None)
    return f"the parameter {default.name} has a default, which customers would share" if default else ""


def _doubt_about_principal(statement: Statement, parameters: Mapping[str, Parameter]) -> str:
    accounts: set[str] = set()
    for principal in statement.principals:
        filled = PLACEHOLDER.sub(lambda found: _default(found.group(1), parameters), principal.value)
        account = _ACCOUNT.search(filled)
        if account is None:
            return f"it trusts {principal.value}, whose account the file does not say"
        accounts.add(account.group())
    return "it trusts more than one account" if len(accounts) > 1 else ""


def _default(name: str, parameters: Mapping[str, Parameter]) -> str:
    found = parameters.get(name)
    return (found.default if found else "") or ""


def _gap(text: str) -> Unknown:
    return Unknown(Reason.MALFORMED, "", text)
