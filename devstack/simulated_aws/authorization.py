"""Between an identified caller and an answer: is this call allowed? Raises AWS's refusal when it is not."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.policies.conditions import Context
from devstack.simulated_aws.policies.permissions import EXPLICIT_DENY, refusal, refusal_message
from devstack.simulated_aws.policies.principals import ANONYMOUS, Kind, Principal
from devstack.simulated_aws.policies.statements import Opinion, Request, opinion
from devstack.simulated_aws.state.accounts import Account
from devstack.simulated_aws.wire.answers import denied
from devstack.simulated_aws.wire.call import Call

_IAM_RESOURCES = (("RoleName", "role"), ("UserName", "user"), ("GroupName", "group"))
_TRUST_DECIDES = "sts:AssumeRole"


def check_allowed(call: Call, *, caller: Principal, account: Account) -> None:
    """Raise AccessDenied (in the service's spelling) unless every policy that has a say agrees."""
    if call.action == _TRUST_DECIDES:  # the handler asks trust policy and caller's policy together
        return
    request = Request(call.action, _resource(call, caller), _context(call, caller))
    controls = (account.control_policy,) if account.control_policy else ()
    reason = refusal(request, caller=caller, control_policies=controls)
    if call.service == "s3":
        reason = _with_bucket(call, request, reason, caller)
    if reason is not None:
        raise denied(call, refusal_message(request, caller=caller, reason=reason))


def anonymous_may_read(bucket: str, key: str) -> bool:
    """True when an unsigned GET of this object is answered: by bucket policy, or by the object's access list."""
    context = {"aws:securetransport": ("true",)}
    request = Request("s3:GetObject", f"arn:aws:s3:::{bucket}/{key}", context)
    said = opinion((moto_state.bucket_policy(bucket),), request, caller=ANONYMOUS)
    if said.denies:
        return False
    return said.allows or moto_state.is_public_by_acl(bucket, key)


def _with_bucket(call: Call, request: Request, reason: str | None, caller: Principal) -> str | None:
    """A bucket's policy may deny its own account, and alone lets another account in."""
    bucket = str(call.path_params.get("Bucket") or "")
    owner = moto_state.bucket_owner(bucket)
    if owner is None or (reason or "").startswith(EXPLICIT_DENY):
        return reason
    said: Opinion = opinion((moto_state.bucket_policy(bucket),), request, caller=caller)
    if said.denies and caller.kind is not Kind.ROOT:
        return f"{EXPLICIT_DENY} in a resource-based policy"
    if owner != caller.account_id and not said.allows:
        return reason or f"because no resource-based policy allows the {request.action} action"
    return reason


def _context(call: Call, caller: Principal) -> Context:
    return {
        "aws:principalarn": (caller.source_arn,),
        "aws:principalaccount": (caller.account_id,),
        "aws:requestedregion": (call.scope.region,),
        "aws:resourceaccount": (caller.account_id,),
        "aws:securetransport": ("true",),
    }


def _resource(call: Call, caller: Principal) -> str:
    """The resource's ARN where the call names one that policies commonly narrow, else "*"."""
    if call.service == "s3":
        return _s3_resource(call.path_params)
    if call.service in ("apigateway", "apigatewayv2"):  # both interfaces name resources without the version
        return f"arn:aws:apigateway:{call.scope.region}::{call.request.path.removeprefix('/v2')}"
    if call.service == "keyspaces" and call.name == "ListKeyspaces":  # the list is a system table
        return f"arn:aws:cassandra:{call.scope.region}:{caller.account_id}:/keyspace/system_schema/table/keyspaces"
    if call.service == "iam":
        return _iam_resource(call.params, caller.account_id)
    return "*"


def _s3_resource(path_params: dict[str, Any]) -> str:
    if not path_params.get("Bucket"):
        return "*"
    key = f"/{path_params['Key']}" if path_params.get("Key") else ""
    return f"arn:aws:s3:::{path_params['Bucket']}{key}"


def _iam_resource(params: dict[str, Any], account_id: str) -> str:
    for parameter, kind in _IAM_RESOURCES:
        if params.get(parameter):
            return f"arn:aws:iam::{account_id}:{kind}/{params[parameter]}"
    return str(params.get("PolicyArn") or "*")
