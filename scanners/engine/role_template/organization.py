"""The same role for every account of an AWS organization: the template of one account's role, made from the single
connection's own, and a stack that rolls it out as a service-managed StackSet.

The external id of an account is put together inside the template from the rollout's base and the account's own id, so
accounts that join later get theirs without anybody. See docs/decisions/002.
"""

from __future__ import annotations

import copy
from typing import Any

from scanners.engine.role_template.policies import trust_policy
from scanners.engine.role_template.template import PublishedTemplate, published, role_document

BASE_PARAMETER = "ExternalIdBase"
TARGETS_PARAMETER = "Targets"
# How the template and the portal put an account's id together; a test keeps them equal.
MEMBER_EXTERNAL_ID = {"Fn::Sub": "${ExternalIdBase}-${AWS::AccountId}"}
SELF, DELEGATED = "SELF", "DELEGATED_ADMIN"


def member_template(portal_principal_arn: str) -> PublishedTemplate:
    """The role in one account of an organization: what the StackSet creates."""
    return published("ftr-portal-member-role", _member_document(portal_principal_arn))


def organization_template(portal_principal_arn: str) -> PublishedTemplate:
    """One stack for the management or delegated account, which makes the StackSet and its instances."""
    return published("ftr-portal-organization", _organization_document(portal_principal_arn))


def _member_document(portal_principal_arn: str) -> dict[str, Any]:
    document = copy.deepcopy(role_document(portal_principal_arn))
    parameters = document["Parameters"]
    single = parameters.pop("ExternalId")
    base = {
        **single,
        "Description": "Made by the portal for this rollout. Each account's external id is this and its account id.",
        "ConstraintDescription": "the base shown in the portal",
    }
    document["Parameters"] = {BASE_PARAMETER: base, **parameters}
    role = document["Resources"]["PortalRole"]["Properties"]
    role["AssumeRolePolicyDocument"] = trust_policy({"Ref": "PortalPrincipalArn"}, MEMBER_EXTERNAL_ID)
    return document


def _organization_document(portal_principal_arn: str) -> dict[str, Any]:
    member = _member_document(portal_principal_arn)
    inner = member_template(portal_principal_arn)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Rolls out the read-only role of FTR Portal to the member accounts of an AWS organization.",
        "Metadata": member["Metadata"],
        "Parameters": {
            TARGETS_PARAMETER: {
                "Type": "CommaDelimitedList",
                "Description": "The id of the organization's root (r-...) for all accounts, or ids of organizational "
                "units (ou-...), separated by commas. AWS Organizations shows them.",
            },
            "CallAs": {
                "Type": "String",
                "Description": "SELF in the management account, DELEGATED_ADMIN in a delegated administrator account.",
                "Default": SELF,
                "AllowedValues": [SELF, DELEGATED],
            },
            **member["Parameters"],
        },
        "Resources": {"PortalRoles": _stack_set(member["Parameters"], inner.text)},
        "Outputs": {
            "StackSetId": {"Description": "The StackSet.", "Value": {"Ref": "PortalRoles"}},
            "TemplateVersion": {"Description": "The version of this template.", "Value": inner.version},
        },
    }


def _stack_set(parameters: dict[str, Any], template: str) -> dict[str, Any]:
    return {
        "Type": "AWS::CloudFormation::StackSet",
        "Properties": {
            "StackSetName": {"Ref": "RoleName"},
            "Description": "The read-only role of FTR Portal in every member account.",
            "PermissionModel": "SERVICE_MANAGED",
            "AutoDeployment": {"Enabled": True, "RetainStacksOnAccountRemoval": False},
            "CallAs": {"Ref": "CallAs"},
            "Capabilities": ["CAPABILITY_NAMED_IAM"],
            "ManagedExecution": {"Active": True},
            "OperationPreferences": {
                "FailureTolerancePercentage": 100,
                "MaxConcurrentPercentage": 100,
                "RegionConcurrencyType": "PARALLEL",
            },
            "Parameters": [{"ParameterKey": name, "ParameterValue": {"Ref": name}} for name in parameters],
            # The role is global: one region is enough, the one the stack itself is in.
            "StackInstancesGroup": [
                {
                    "DeploymentTargets": {"OrganizationalUnitIds": {"Ref": TARGETS_PARAMETER}},
                    "Regions": [{"Ref": "AWS::Region"}],
                }
            ],
            "TemplateBody": template,
        },
    }
