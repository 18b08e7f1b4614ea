"""The CloudFormation template of the customer's role: one text per version, named by its own hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

import yaml

from scanners.engine.aws.opt_in import OPT_INS, OptIn
from scanners.engine.role_template.permissions import policy_version
from scanners.engine.role_template.policies import (
    NEVER,
    READS,
    guard_policy,
    opt_in_policy,
    opt_in_policy_name,
    permission_policy,
    trust_policy,
)

DEFAULT_ROLE_NAME = "ftr-portal-reader"
DEFAULT_STACK_NAME = "ftr-portal-reader"
MAX_SESSION_SECONDS = 3600
YES, NO = "yes", "no"

_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
_OWN_ARN = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RoleName}"}


@dataclass(frozen=True, slots=True)
class PublishedTemplate:
    """A template as it is published: equal content has an equal name, so a link never changes its meaning."""

    text: str
    version: str
    sha256: str
    name: str = "ftr-portal-role"

    @property
    def file_name(self) -> str:
        """The object's name in the public bucket."""
        return f"{self.name}-{self.version}-{self.sha256[:16]}.yaml"


def role_template(portal_principal_arn: str) -> PublishedTemplate:
    """The template for roles that trust `portal_principal_arn`."""
    return published("ftr-portal-role", role_document(portal_principal_arn))


def published(name: str, document: dict[str, Any]) -> PublishedTemplate:
    """A template document as text under its name."""
    text = yaml.safe_dump(document, sort_keys=False, width=120, allow_unicode=True)
    return PublishedTemplate(text, policy_version(), hashlib.sha256(text.encode()).hexdigest(), name)


def role_template_json(portal_principal_arn: str) -> str:
    """The same template as JSON."""
    return json.dumps(role_document(portal_principal_arn), indent=2)


def role_document(portal_principal_arn: str) -> dict[str, Any]:
    """The template as data."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A role through which FTR Portal reads the configuration of this account, and nothing else.",
        "Metadata": {"FtrPortalTemplateVersion": policy_version()},
        "Parameters": {**_parameters(portal_principal_arn), **{one.parameter: _choice(one) for one in OPT_INS}},
        "Conditions": {_chosen(one): {"Fn::Equals": [{"Ref": one.parameter}, YES]} for one in OPT_INS},
        "Resources": {"PortalRole": _role(), **{f"{one.parameter}Policy": _chosen_policy(one) for one in OPT_INS}},
        "Outputs": {
            "RoleArn": {"Description": "The role to connect.", "Value": {"Fn::GetAtt": ["PortalRole", "Arn"]}},
            "TemplateVersion": {"Description": "The version of this template.", "Value": policy_version()},
        },
    }


def _parameters(portal_principal_arn: str) -> dict[str, Any]:
    return {
        "ExternalId": {
            "Type": "String",
            "Description": "Made by the portal for this connection. Do not change it: the portal sends only this one.",
            "AllowedPattern": _UUID,
            "ConstraintDescription": "the external id shown in the portal",
        },
        "RoleName": {
            "Type": "String",
            "Description": "The portal looks for this name.",
            "Default": DEFAULT_ROLE_NAME,
            "AllowedPattern": "^[A-Za-z0-9_+=,.@-]{1,64}$",
        },
        "PortalPrincipalArn": {
            "Type": "String",
            "Description": "The portal's own identity, the only one that may use the role.",
            "Default": portal_principal_arn,
            "AllowedPattern": "^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)/[A-Za-z0-9_+=,.@/-]+$",
        },
    }


def _choice(group: OptIn) -> dict[str, Any]:
    return {
        "Type": "String",
        "Description": f"{group.title}. {group.sees} Say here what the portal's page says.",
        "Default": NO,
        "AllowedValues": [NO, YES],
    }


def _chosen(group: OptIn) -> str:
    return f"Chose{group.parameter}"


def _chosen_policy(group: OptIn) -> dict[str, Any]:
    """A resource of its own: not every tool that reads templates knows conditions inside a role."""
    return {
        "Type": "AWS::IAM::Policy",
        "Condition": _chosen(group),
        "Properties": {
            "PolicyName": opt_in_policy_name(group),
            "PolicyDocument": opt_in_policy(group),
            "Roles": [{"Ref": "PortalRole"}],
        },
    }


def _role() -> dict[str, Any]:
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "RoleName": {"Ref": "RoleName"},
            "Description": "Read-only access of FTR Portal to configuration.",
            "MaxSessionDuration": MAX_SESSION_SECONDS,
            "AssumeRolePolicyDocument": trust_policy({"Ref": "PortalPrincipalArn"}, {"Ref": "ExternalId"}),
            "Policies": [
                {"PolicyName": READS, "PolicyDocument": permission_policy(_OWN_ARN)},
                {"PolicyName": NEVER, "PolicyDocument": guard_policy()},
            ],
        },
    }
