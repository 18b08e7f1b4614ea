"""IAM: the root user's facts, organization features, service credentials; moto does the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from devstack.simulated_aws import moto_state
from devstack.simulated_aws.services.credential_report import credential_report
from devstack.simulated_aws.services.iam_details import get_account_authorization_details, prepare_details
from devstack.simulated_aws.services.visit import Handlers, Visit
from devstack.simulated_aws.wire.answers import AwsError


def get_account_summary(visit: Visit) -> dict[str, Any]:
    """moto's counts with the root user's facts of this account."""
    root = visit.account.root
    summary = dict(moto_state.iam(visit.account.account_id).account_summary.summary_map)
    summary.update(
        AccountMFAEnabled=int(root.mfa_enabled),
        AccountAccessKeysPresent=int(any(key.active for key in root.keys)),
        AccountPasswordPresent=int(root.password_enabled),
        AccountSigningCertificatesPresent=int(root.signing_certificate),
    )
    return {"SummaryMap": summary}


def get_credential_report(visit: Visit) -> dict[str, Any]:
    """The report with the root user's row, once it was generated."""
    backend = moto_state.iam(visit.account.account_id)
    if not backend.report_generated():
        message = "No report is available: request one with GenerateCredentialReport."
        raise AwsError("ReportNotPresent", message, status=410)
    report = credential_report(visit.account, users=list(backend.users.values()))
    return {"Content": report, "ReportFormat": "text/csv", "GeneratedTime": datetime.now(UTC)}


def list_virtual_mfa_devices(visit: Visit) -> dict[str, Any] | None:
    """The root user's virtual device; without one moto answers alone."""
    account = visit.account
    if not account.root.virtual_mfa or visit.call.params.get("AssignmentStatus") == "Unassigned":
        return None
    root_arn = f"arn:aws:iam::{account.account_id}:root"
    root_device = {
        "SerialNumber": f"arn:aws:iam::{account.account_id}:mfa/root-account-mfa-device",
        "User": {"Arn": root_arn, "UserId": account.account_id, "CreateDate": _time(account.created_at)},
        "EnableDate": _time(account.created_at),
    }
    devices, _ = moto_state.iam(account.account_id).list_virtual_mfa_devices("Assigned", None, 100)
    others = [_device(item) for item in devices]
    return {"VirtualMFADevices": [root_device, *others], "IsTruncated": False}


def list_organizations_features(visit: Visit) -> dict[str, Any]:
    """Central root access. AWS answers only the management account."""
    organization = moto_state.organization_of(visit.account.account_id)
    if organization is None:
        message = "The account is not part of an organization."
        raise AwsError("OrganizationNotFoundException", message, status=404)
    if organization.master_account_id != visit.account.account_id:
        message = "Only the management account or a delegated administrator may call this operation."
        raise AwsError("AccountNotManagementOrDelegatedAdministratorException", message, status=400)
    return {"OrganizationId": organization.id, "EnabledFeatures": list(visit.account.organization_features)}


def list_service_specific_credentials(visit: Visit) -> dict[str, Any]:
    """Git and Bedrock credentials of all users or of one, from the account's settings."""
    params = visit.call.params
    user_name, service = params.get("UserName"), params.get("ServiceName")
    if not user_name and params.get("AllUsers") is not True:
        raise AwsError("ValidationError", "Must specify userName when calling with non-User credentials")
    found = [
        {**item, "CreateDate": _time(item["CreateDate"])}
        for item in visit.account.service_credentials
        if user_name in {None, item["UserName"]} and service in {None, item["ServiceName"]}
    ]
    return {"ServiceSpecificCredentials": found, "IsTruncated": False}


def provide_policy(parameter: str) -> Callable[[Visit], None]:
    """A handler that makes an AWS-owned policy known to moto before moto is asked for it."""

    def prepare(visit: Visit) -> None:
        arn = visit.call.params.get(parameter)
        if isinstance(arn, str):
            moto_state.provide_aws_policy(visit.account.account_id, arn)

    return prepare


def _device(item: Any) -> dict[str, Any]:
    device: dict[str, Any] = {"SerialNumber": item.serial_number, "EnableDate": item.enable_date}
    if item.user:
        user = item.user
        device["User"] = {
            "Arn": user.arn,
            "UserName": user.name,
            "UserId": user.id,
            "Path": user.path,
            "CreateDate": user.create_date,
        }
    return device


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


HANDLERS: Handlers = {
    "GetAccountSummary": get_account_summary,
    "GetCredentialReport": get_credential_report,
    "ListVirtualMFADevices": list_virtual_mfa_devices,
    "ListOrganizationsFeatures": list_organizations_features,
    "ListServiceSpecificCredentials": list_service_specific_credentials,
    "GetAccountAuthorizationDetails": get_account_authorization_details,
    "GetRolePolicy": prepare_details,
    "AttachRolePolicy": provide_policy("PolicyArn"),
    "AttachUserPolicy": provide_policy("PolicyArn"),
    "AttachGroupPolicy": provide_policy("PolicyArn"),
    "GetPolicy": provide_policy("PolicyArn"),
    "GetPolicyVersion": provide_policy("PolicyArn"),
    "PutRolePermissionsBoundary": provide_policy("PermissionsBoundary"),
}
