"""Organizations: who may list the accounts, in pages as small as AWS's."""

from __future__ import annotations

from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.wire.answers import AwsError

_PAGE = 20


def list_accounts(visit: Visit) -> dict[str, Any] | None:
    """The management account and delegated administrators get the list, a plain member a refusal without reason."""
    account_id = visit.account.account_id
    if moto_state.organization_of(account_id) is None:
        return None  # moto says that there is no organization
    accounts = moto_state.organization_accounts(account_id)
    if accounts is None:
        raise AwsError("AccessDeniedException", "You don't have permissions to access this resource.")
    given = str(visit.call.params.get("NextToken") or "")
    start = int(given) if given.isdecimal() else 0
    page: dict[str, Any] = {"Accounts": [one.describe() for one in accounts[start : start + _PAGE]]}
    if start + _PAGE < len(accounts):
        page["NextToken"] = str(start + _PAGE)
    return page


HANDLERS: Handlers = {"ListAccounts": list_accounts}
