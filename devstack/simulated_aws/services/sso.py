"""IAM Identity Center, which moto plays as if every account had it: here only where the account's settings say so."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws.services.visit import Handlers, Visit


def list_instances(visit: Visit) -> dict[str, Any]:
    """The one instance an account can have."""
    account = visit.account
    if not account.has_identity_center:
        return {"Instances": []}
    instance = {
        "InstanceArn": f"arn:aws:sso:::instance/ssoins-7223{account.account_id}",
        "IdentityStoreId": f"d-{account.account_id[:10]}",
        "OwnerAccountId": account.account_id,
        "Status": "ACTIVE",
    }
    return {"Instances": [instance]}


HANDLERS: Handlers = {"ListInstances": list_instances}
