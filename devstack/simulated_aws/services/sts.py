"""STS: AssumeRole with its trust policy, GetCallerIdentity for every kind of caller."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.policies.conditions import Context
from devstack.simulated_aws.policies.statements import parse_document
from devstack.simulated_aws.policies.trust import TrustQuestion, refused_action
from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.state.sessions import Session
from devstack.simulated_aws.wire.answers import AwsError

_ROLE_ARN = re.compile(r"arn:aws:iam::(\d{12}):role/[\x21-\x7e]{1,512}", re.ASCII)
_SESSION_NAME = re.compile(r"[\w+=,.@-]{2,64}", re.ASCII)
_EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]{2,1224}", re.ASCII)
_MAX_SESSION_POLICY = 2048
_CHAINED_MAXIMUM = 3600


def assume_role(visit: Visit) -> dict[str, Any]:
    """A session, if the role's trust policy and the caller's own policy agree."""
    params = visit.call.params
    _validate(params)
    role_arn = params["RoleArn"]
    account_id = _account_of(role_arn)
    role = _trusted_role(visit, account_id)
    duration = _duration(visit, role)
    policies = _session_policies(account_id, params)
    made = moto_state.new_session(
        account_id=account_id,
        region=visit.call.scope.region,
        role_arn=role_arn,
        name=params["RoleSessionName"],
        duration=duration,
        policy=params.get("Policy"),
    )
    session = Session(
        access_key_id=made.access_key_id,
        token=made.session_token,
        account_id=account_id,
        role_arn=role_arn,
        name=params["RoleSessionName"],
        policies=policies,
        expires_at=datetime.now(UTC) + timedelta(seconds=duration),
    )
    visit.simulator.sessions.add(session)
    return _output(session, secret=made.secret_access_key, role_id=role.id, packed=_packed_size(params))


def get_caller_identity(visit: Visit) -> dict[str, Any]:
    """Who the caller is."""
    caller = visit.caller
    session = visit.simulator.sessions.find(visit.call.scope.access_key_id)
    unique = caller.account_id
    if session is not None:
        role = moto_state.role_by_arn(session.account_id, session.role_arn)
        unique = f"{role.id if role else 'AROAGONE'}:{session.name}"
    return {"UserId": unique, "Account": caller.account_id, "Arn": caller.arn}


def _trusted_role(visit: Visit, account_id: str) -> Any:
    """The role, or a refusal that reads the same whether the role exists or not."""
    params = visit.call.params
    role_arn = params["RoleArn"]
    exists = visit.simulator.accounts.find(account_id) is not None
    role = moto_state.role_by_arn(account_id, role_arn) if exists else None
    refused: str | None = "sts:AssumeRole"
    if role is not None:
        question = TrustQuestion(
            role_arn=role_arn, role_account=account_id, context=_context(visit), actions=_asked_actions(params)
        )
        trust_policy = parse_document(role.assume_role_policy_document)
        refused = refused_action(question, trust_policy=trust_policy, caller=visit.caller)
    if refused is not None:
        message = f"User: {visit.caller.arn} is not authorized to perform: {refused} on resource: {role_arn}"
        raise AwsError("AccessDenied", message, status=403)
    return role


def _asked_actions(params: dict[str, Any]) -> tuple[str, ...]:
    actions = ["sts:AssumeRole"]
    if params.get("Tags"):
        actions.append("sts:TagSession")
    if params.get("SourceIdentity"):
        actions.append("sts:SetSourceIdentity")
    return tuple(actions)


def _context(visit: Visit) -> Context:
    params = visit.call.params
    context = {
        "aws:principalarn": (visit.caller.source_arn,),
        "aws:principalaccount": (visit.caller.account_id,),
        "aws:requestedregion": (visit.call.scope.region,),
        "aws:securetransport": ("true",),
        "sts:rolesessionname": (params["RoleSessionName"],),
    }
    for key, parameter in (("sts:externalid", "ExternalId"), ("sts:sourceidentity", "SourceIdentity")):
        if params.get(parameter):
            context[key] = (params[parameter],)
    for tag in params.get("Tags") or []:
        context[f"aws:requesttag/{tag['Key']}".casefold()] = (tag["Value"],)
    return context


def _validate(params: dict[str, Any]) -> None:
    rules = (("RoleArn", _ROLE_ARN), ("RoleSessionName", _SESSION_NAME), ("ExternalId", _EXTERNAL_ID))
    for name, pattern in rules:
        value = params.get(name)
        if value is None and name == "ExternalId":
            continue
        if pattern.fullmatch(value or "") is None:
            message = f"1 validation error detected: Value at '{name[0].lower()}{name[1:]}' is not valid"
            raise AwsError("ValidationError", message)
    if len(params.get("Policy") or "") > _MAX_SESSION_POLICY:
        raise AwsError("ValidationError", f"Member must have length less than or equal to {_MAX_SESSION_POLICY}")


def _account_of(role_arn: str) -> str:
    return role_arn.split(":")[4]


def _duration(visit: Visit, role: Any) -> int:
    duration = int(visit.call.params.get("DurationSeconds") or 3600)
    if not 900 <= duration <= 43200:
        raise AwsError("ValidationError", "The requested DurationSeconds must be between 900 and 43200.")
    longest = int(role.max_session_duration or 3600)
    if duration > longest:
        message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
        raise AwsError("ValidationError", message)
    if visit.caller.is_session and duration > _CHAINED_MAXIMUM:
        message = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
        raise AwsError("ValidationError", message)
    return duration


def _session_policies(account_id: str, params: dict[str, Any]) -> tuple[object, ...] | None:
    """Inline and managed session policies; together they count as one. None when none was passed."""
    documents = [_inline(params["Policy"])] if params.get("Policy") else []
    for item in params.get("PolicyArns") or []:
        document = moto_state.managed_policy(account_id, item.get("arn") or "")
        if document is None:
            raise AwsError("MalformedPolicyDocument", f"Session policy not found: {item.get('arn')}")
        documents.append(document)
    return tuple(documents) or None


def _inline(text: str) -> object:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise AwsError("MalformedPolicyDocument", "The policy is not in the valid JSON format.") from error
    if not isinstance(document, dict) or "Statement" not in document:
        raise AwsError("MalformedPolicyDocument", "Syntax errors in policy.")
    return document


def _packed_size(params: dict[str, Any]) -> int | None:
    policy = params.get("Policy")
    return round(100 * len(policy) / _MAX_SESSION_POLICY) if policy else None


def _output(session: Session, *, secret: str, role_id: str, packed: int | None) -> dict[str, Any]:
    output: dict[str, Any] = {
        "Credentials": {
            "AccessKeyId": session.access_key_id,
            "SecretAccessKey": secret,
            "SessionToken": session.token,
            "Expiration": session.expires_at,
        },
        "AssumedRoleUser": {"AssumedRoleId": f"{role_id}:{session.name}", "Arn": session.arn},
    }
    if packed is not None:
        output["PackedPolicySize"] = packed
    return output


HANDLERS: Handlers = {"AssumeRole": assume_role, "GetCallerIdentity": get_caller_identity}
