"""Proves that a customer's role is the one we asked for, before and while a connection counts as verified.

The right external id is tried first although the refusals are what matters: a role that does not exist yet refuses
everything, and if it appeared between the probes, refusals seen before would prove nothing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scanners.engine.aws.client import AwsReader
from scanners.engine.aws.errors import CallFailed, shortened
from scanners.engine.aws.operations import Operation
from scanners.engine.aws.role_audit import ExpectedRole, Judgement, RoleText, judge_grants, judge_trust
from scanners.engine.aws.role_differences import RoleReading, read_role
from scanners.engine.aws.role_statements import OddDocument, parse_document
from scanners.engine.aws.roles import InvalidRole, RoleRef, check_reachable
from scanners.engine.aws.session import AssumeFailed, AwsSession, SessionPart, assume, try_assume
from scanners.engine.aws.settings import AwsSettings
from scanners.engine.facts.unknown import Reason

_OWN_ROLE = ("arn:{partition}:iam::{account}:role/{role}",)
GET_CALLER = Operation("sts", "GetCallerIdentity", "")
GET_ROLE = Operation("iam", "GetRole", "iam:GetRole", _OWN_ROLE)
LIST_INLINE = Operation("iam", "ListRolePolicies", "iam:ListRolePolicies", _OWN_ROLE)
GET_INLINE = Operation("iam", "GetRolePolicy", "iam:GetRolePolicy", _OWN_ROLE)
LIST_ATTACHED = Operation("iam", "ListAttachedRolePolicies", "iam:ListAttachedRolePolicies", _OWN_ROLE)
OPERATIONS = (GET_CALLER, GET_ROLE, LIST_INLINE, GET_INLINE, LIST_ATTACHED)

_PURPOSE = "probe"


class Outcome(StrEnum):
    """OK as wanted; REFUSED by AWS; PROBLEM is a role we do not accept; UNKNOWN is neither."""

    OK = "ok"
    REFUSED = "refused"
    PROBLEM = "problem"
    UNKNOWN = "unknown"


class ProbeVerdict(StrEnum):
    """What the connection becomes."""

    VERIFIED = "verified"
    NOT_READY = "not_ready"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Probe:
    """One step and how it went; `message_id` is in the catalogue, `detail` may hold text from AWS."""

    name: str
    outcome: Outcome
    message_id: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """All steps in the order a person reads them. `missing_actions` are those the current template would add.

    `reading` is what the role's policies say, None where they could not be read.
    """

    verdict: ProbeVerdict
    probes: tuple[Probe, ...]
    missing_actions: tuple[str, ...] = ()
    reading: RoleReading | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Message ids of the steps that kept the role from being verified."""
        return tuple(probe.message_id for probe in self.probes if probe.outcome is not Outcome.OK)


def probe_role(role: RoleRef, *, settings: AwsSettings, expected: ExpectedRole) -> ProbeReport:
    """Try the role with, without and with a wrong external id, then look at what it is."""
    try:
        check_reachable(role, settings)
    except InvalidRole as invalid:
        return _report([Probe("role", Outcome.PROBLEM, invalid.message_id)])
    try:
        session = assume(role, settings=settings, purpose=_PURPOSE, parts=(SessionPart(_own_policy(role)),))
    except AssumeFailed as failed:
        outcome = Outcome.REFUSED if failed.is_refusal else Outcome.UNKNOWN
        return _report([Probe("right_external_id", outcome, failed.message_id, failed.detail)])
    steps = [
        _refuses(role, settings, name="without_external_id", external_id=None),
        _refuses(role, settings, name="wrong_external_id", external_id=str(uuid.uuid4())),
        Probe("right_external_id", Outcome.OK, "connection.role_assumed"),
    ]
    return _look(role, session, expected=expected, steps=steps)


def _look(role: RoleRef, session: AwsSession, *, expected: ExpectedRole, steps: list[Probe]) -> ProbeReport:
    reader = AwsReader(session, in_flight=2)
    missing: tuple[str, ...] = ()
    reading: RoleReading | None = None
    try:
        steps.append(_identity(role, reader))
        if steps[-1].outcome is Outcome.OK:
            text = _role_text(role, reader)
            trust, grants = judge_trust(role, expected, text), judge_grants(expected, text)
            steps += [_judged("trust_policy", trust), _judged("permissions", grants)]
            missing, reading = grants.missing, read_role(role, expected, text)
    except CallFailed as failed:
        denied = failed.gap.reason in (Reason.DENIED, Reason.DENIED_SCP)
        outcome = Outcome.PROBLEM if denied else Outcome.UNKNOWN
        message = "connection.role_not_readable" if denied else "aws.unexpected"
        steps.append(Probe("permissions", outcome, message, failed.gap.detail))
    except OddDocument as odd:
        steps.append(Probe("permissions", Outcome.PROBLEM, "connection.trust_unreadable", shortened(odd)))
    finally:
        reader.close()
        session.close()
    return _report(steps, missing, reading)


def _report(steps: list[Probe], missing: tuple[str, ...] = (), reading: RoleReading | None = None) -> ProbeReport:
    outcomes = {step.outcome for step in steps}
    if Outcome.PROBLEM in outcomes:
        verdict = ProbeVerdict.REFUSED
    elif Outcome.UNKNOWN in outcomes:
        verdict = ProbeVerdict.UNKNOWN
    elif Outcome.REFUSED in outcomes:
        verdict = ProbeVerdict.NOT_READY
    else:
        verdict = ProbeVerdict.VERIFIED
    return ProbeReport(verdict, tuple(steps), missing, reading)


def _refuses(role: RoleRef, settings: AwsSettings, *, name: str, external_id: str | None) -> Probe:
    """A refusal counts only when AWS clearly refused: an answer that did not come proves nothing."""
    is_wrong = external_id is not None
    try:
        try_assume(role, settings=settings, purpose=_PURPOSE, session_policy=_own_policy(role), external_id=external_id)
    except AssumeFailed as failed:
        if not failed.is_refusal:
            return Probe(name, Outcome.UNKNOWN, failed.message_id, failed.detail)
        refusal = "connection.refuses_wrong_external_id" if is_wrong else "connection.refuses_no_external_id"
        return Probe(name, Outcome.OK, refusal)
    problem = "connection.wrong_external_id_accepted" if is_wrong else "connection.external_id_not_required"
    return Probe(name, Outcome.PROBLEM, problem)


def _identity(role: RoleRef, reader: AwsReader) -> Probe:
    answer = reader.call(GET_CALLER)
    arn = str(answer.get("Arn", ""))
    wanted = f"arn:{role.partition}:sts::{role.account_id}:assumed-role/{role.role_name}/"
    if answer.get("Account") == role.account_id and arn.startswith(wanted):
        return Probe("caller_identity", Outcome.OK, "connection.identity_confirmed")
    return Probe("caller_identity", Outcome.PROBLEM, "connection.other_account", shortened(arn))


def _role_text(role: RoleRef, reader: AwsReader) -> RoleText:
    name = role.role_name
    described = _mapping(reader.call(GET_ROLE, RoleName=name).get("Role"))
    inline = tuple(
        parse_document(reader.call(GET_INLINE, RoleName=name, PolicyName=policy).get("PolicyDocument"))
        for page in reader.pages(LIST_INLINE, RoleName=name)
        for policy in page.get("PolicyNames", [])
    )
    attached = tuple(
        str(_mapping(policy).get("PolicyArn", "without an ARN"))
        for page in reader.pages(LIST_ATTACHED, RoleName=name)
        for policy in page.get("AttachedPolicies", [])
    )
    return RoleText(parse_document(described.get("AssumeRolePolicyDocument")), inline, attached)


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise OddDocument("role")
    return value


def _judged(name: str, judgement: Judgement) -> Probe:
    outcome = Outcome.OK if judgement.is_good else Outcome.PROBLEM
    return Probe(name, outcome, judgement.message_id, judgement.detail)


def _own_policy(role: RoleRef) -> str:
    """A probe's session may look at the role itself and at nothing else."""
    actions = [operation.action for operation in OPERATIONS if operation.action]
    statement = {"Effect": "Allow", "Action": actions, "Resource": role.arn}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))
