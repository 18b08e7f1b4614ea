"""Account Management: contact information, the account's name, regions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.state.accounts import DEFAULT_REGIONS, OPT_IN_REGIONS, Account
from devstack.simulated_aws.wire.answers import AwsError, denied


def get_contact_information(visit: Visit) -> dict[str, Any]:
    """The primary contact; AWS answers ResourceNotFoundException when there is none."""
    _only_own_account(visit)
    if visit.account.contact is None:
        raise AwsError("ResourceNotFoundException", "No contact information found.", status=404)
    return {"ContactInformation": dict(visit.account.contact)}


def put_contact_information(visit: Visit) -> dict[str, Any]:
    """Replaces the primary contact."""
    _only_own_account(visit)
    contact = visit.call.params["ContactInformation"]
    visit.simulator.accounts.change(visit.account.account_id, {"contact": contact})
    return {}


def get_account_information(visit: Visit) -> dict[str, Any]:
    """Id, name and age of the account."""
    _only_own_account(visit)
    account = visit.account
    return {
        "AccountId": account.account_id,
        "AccountName": account.name,
        "AccountCreatedDate": datetime.fromisoformat(account.created_at),
        "AccountState": "ACTIVE",
    }


def list_regions(visit: Visit) -> dict[str, Any]:
    """Every region with its status, filtered and paged as AWS does (at most 50 a page)."""
    _only_own_account(visit)
    params = visit.call.params
    wanted = params.get("RegionOptStatusContains") or []
    regions = [item for item in _regions(visit.account) if not wanted or item["RegionOptStatus"] in wanted]
    size = min(int(params.get("MaxResults") or 50), 50)
    start = int(params["NextToken"]) if str(params.get("NextToken") or "").isdecimal() else 0
    page: dict[str, Any] = {"Regions": regions[start : start + size]}
    if start + size < len(regions):
        page["NextToken"] = str(start + size)
    return page


def get_region_opt_status(visit: Visit) -> dict[str, Any]:
    """One region's status."""
    _only_own_account(visit)
    name = visit.call.params["RegionName"]
    if name not in (*DEFAULT_REGIONS, *OPT_IN_REGIONS):
        raise AwsError("ValidationException", "The region name is not valid.")
    return {"RegionName": name, "RegionOptStatus": visit.account.region_status(name)}


def _regions(account: Account) -> list[dict[str, str]]:
    names = sorted({*DEFAULT_REGIONS, *OPT_IN_REGIONS, *account.opt_in_enabled})
    return [{"RegionName": name, "RegionOptStatus": account.region_status(name)} for name in names]


def _only_own_account(visit: Visit) -> None:
    """AccountId is for an organization's management account; the simulator refuses it for everybody."""
    if visit.call.params.get("AccountId"):
        raise denied(
            visit.call,
            f"User: {visit.caller.arn} is not authorized to perform: {visit.call.action} "
            "(the simulator answers for the caller's own account only)",
        )


HANDLERS: Handlers = {
    "GetContactInformation": get_contact_information,
    "PutContactInformation": put_contact_information,
    "GetAccountInformation": get_account_information,
    "ListRegions": list_regions,
    "GetRegionOptStatus": get_region_opt_status,
}
