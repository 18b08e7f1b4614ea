"""Terraform resource types that create an identity, a grant or further resources.

Source: the documentation of the Terraform AWS provider 6.38 (March 2026, https://registry.terraform.io/providers/
hashicorp/aws/latest/docs). Types in the tables of grants are read; those in `UNREAD` are named in the verdict. A policy
document in any other resource is read as a resource-based policy, and a type whose name says that it grants is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanners.engine.documents.roles import Kind

# Type: what it is attached to, and the attribute that names that identity.
_OWNERS = {"role": Kind.ROLE, "user": Kind.USER, "group": Kind.GROUP}
INLINE: Mapping[str, tuple[Kind, str]] = {f"aws_iam_{one}_policy": (kind, one) for one, kind in _OWNERS.items()} | {
    f"awscc_iam_{one}_policy": (kind, f"{one}_name") for one, kind in _OWNERS.items()
}
ATTACHED: Mapping[str, tuple[Kind, str]] = {
    f"aws_iam_{one}_policy_attachment": (kind, one) for one, kind in _OWNERS.items()
} | {f"aws_iam_{one}_policy_attachments_exclusive": (kind, f"{one}_name") for one, kind in _OWNERS.items()}
IDENTITIES: Mapping[str, Kind] = {
    "aws_iam_role": Kind.ROLE,
    "aws_iam_user": Kind.USER,
    "aws_iam_group": Kind.GROUP,
    "awscc_iam_role": Kind.ROLE,
    "awscc_iam_user": Kind.USER,
    "awscc_iam_group": Kind.GROUP,
    "aws_ssoadmin_permission_set": Kind.PERMISSION_SET,
    "awscc_sso_permission_set": Kind.PERMISSION_SET,
}
MANAGED_POLICIES = ("aws_iam_policy", "awscc_iam_managed_policy")
PERMISSION_SET_PARTS = (
    "aws_ssoadmin_permission_set_inline_policy",
    "aws_ssoadmin_managed_policy_attachment",
    "aws_ssoadmin_managed_policy_attachments_exclusive",
)
CREDENTIALS: Mapping[str, str] = {
    "aws_iam_access_key": "access key",
    "awscc_iam_access_key": "access key",
    "aws_iam_user_login_profile": "console password",
    "aws_iam_service_specific_credential": "service-specific credential",
    "aws_iam_user_ssh_key": "SSH key",
    "aws_iam_signing_certificate": "signing certificate",
}
PERMISSIONS = ("aws_lambda_permission", "aws_lambda_layer_version_permission", "aws_cloudwatch_event_permission")
STACKS: Mapping[str, str] = {
    "aws_cloudformation_stack": "CloudFormation stack",
    "aws_cloudformation_stack_set": "CloudFormation StackSet",
    "awscc_cloudformation_stack": "CloudFormation stack",
    "awscc_cloudformation_stack_set": "CloudFormation StackSet",
}
# They name identities or limit them and grant nothing by themselves.
HARMLESS = frozenset(
    {
        "aws_iam_account_alias",
        "aws_iam_account_password_policy",
        "aws_iam_group_policies_exclusive",
        "aws_iam_instance_profile",
        "aws_iam_organizations_features",
        "aws_iam_role_policies_exclusive",
        "aws_iam_security_token_service_preferences",
        "aws_iam_server_certificate",
        "aws_iam_service_linked_role",
        "aws_iam_user_policies_exclusive",
        "awscc_iam_instance_profile",
        "awscc_iam_server_certificate",
        "awscc_iam_service_linked_role",
        "aws_ssoadmin_permissions_boundary_attachment",
        "aws_cloudformation_stack_instances",
        "aws_cloudformation_stack_set_instance",
        "aws_redshift_snapshot_copy_grant",
        "aws_quicksight_custom_permissions",
    }
)
UNREAD: Mapping[str, str] = {
    "aws_accountaccess_entitlement": "account access entitlement",
    "aws_acmpca_permission": "AWS Private CA permission",
    "aws_ami_launch_permission": "AMI launch permission",
    "aws_cloudcontrolapi_resource": "Cloud Control API resource",
    "aws_cloudformation_type": "CloudFormation extension",
    "aws_cognito_identity_pool": "Cognito identity pool",
    "aws_cognito_identity_pool_roles_attachment": "Cognito identity pool role attachment",
    "aws_config_aggregate_authorization": "AWS Config aggregation authorization",
    "aws_config_conformance_pack": "AWS Config conformance pack",
    "aws_controltower_landing_zone": "AWS Control Tower landing zone",
    "aws_ec2_image_block_public_access": "AMI sharing setting",
    "aws_eks_access_entry": "EKS access entry",
    "aws_eks_access_policy_association": "EKS access policy association",
    "aws_eks_pod_identity_association": "EKS Pod Identity association",
    "aws_iam_group_membership": "group membership of IAM users",
    "aws_iam_openid_connect_provider": "IAM OIDC provider",
    "aws_iam_outbound_web_identity_federation": "outbound web identity federation",
    "aws_iam_saml_provider": "IAM SAML provider",
    "aws_iam_user_group_membership": "group membership of an IAM user",
    "aws_iam_virtual_mfa_device": "virtual MFA device of an IAM user",
    "aws_identitystore_group": "IAM Identity Center group",
    "aws_identitystore_group_membership": "IAM Identity Center group membership",
    "aws_identitystore_user": "IAM Identity Center user",
    "aws_kms_grant": "KMS grant",
    "aws_lakeformation_data_lake_settings": "Lake Formation administrators",
    "aws_lakeformation_permissions": "Lake Formation permissions",
    "aws_lakeformation_opt_in": "Lake Formation opt-in",
    "aws_licensemanager_grant": "License Manager grant",
    "aws_organizations_account": "AWS account with its administrator role",
    "aws_organizations_delegated_administrator": "delegated administrator",
    "aws_ram_permission": "AWS RAM permission",
    "aws_ram_principal_association": "AWS RAM principal association",
    "aws_ram_resource_association": "AWS RAM resource association",
    "aws_ram_resource_share": "AWS RAM resource share",
    "aws_redshift_data_share_authorization": "Redshift data share authorization",
    "aws_rolesanywhere_profile": "IAM Roles Anywhere profile",
    "aws_rolesanywhere_trust_anchor": "IAM Roles Anywhere trust anchor",
    "aws_s3control_access_grant": "S3 access grant",
    "aws_serverlessapplicationrepository_cloudformation_stack": "serverless application",
    "aws_servicecatalog_portfolio_share": "Service Catalog portfolio share",
    "aws_servicecatalog_principal_portfolio_association": "Service Catalog portfolio access",
    "aws_servicecatalog_product": "Service Catalog product",
    "aws_servicecatalog_provisioned_product": "Service Catalog provisioned product",
    "aws_signer_signing_profile_permission": "AWS Signer profile permission",
    "aws_snapshot_create_volume_permission": "EBS snapshot permission",
    "aws_ssoadmin_account_assignment": "IAM Identity Center account assignment",
    "aws_ssoadmin_application": "IAM Identity Center application",
    "aws_ssoadmin_application_assignment": "IAM Identity Center application assignment",
    "aws_ssoadmin_customer_managed_policy_attachment": "customer managed policy of a permission set",
    "aws_ssoadmin_customer_managed_policy_attachments_exclusive": "customer managed policies of a permission set",
    "aws_ssoadmin_instance_access_control_attributes": "IAM Identity Center attribute configuration",
    "aws_ssoadmin_trusted_token_issuer": "trusted token issuer",
    "aws_transfer_access": "Transfer Family access",
    "aws_transfer_user": "Transfer Family user",
    "aws_verifiedaccess_endpoint": "Verified Access endpoint",
    "aws_vpc_endpoint_service_allowed_principal": "principal of an endpoint service",
}
# Their policies limit what somebody may already do, or are of another language.
LIMITING = frozenset(
    {
        "aws_api_gateway_domain_name",
        "aws_appautoscaling_policy",
        "aws_autoscaling_policy",
        "aws_backup_policy",
        "aws_cloudwatch_log_account_policy",
        "aws_dlm_lifecycle_policy",
        "aws_ecr_lifecycle_policy",
        "aws_efs_backup_policy",
        "aws_fms_policy",
        "aws_iot_policy",
        "aws_lb_ssl_negotiation_policy",
        "aws_networkmanager_core_network",
        "aws_organizations_policy",
        "aws_organizations_policy_attachment",
        "aws_s3_bucket_lifecycle_configuration",
        "aws_ssm_maintenance_window_task",
        "aws_verifiedpermissions_policy",
        "aws_vpc_endpoint",
        "aws_vpc_endpoint_policy",
        "aws_wafv2_web_acl",
    }
)
POLICY_ATTRIBUTES = frozenset(
    {
        "access_policies",
        "access_policy",
        "key_policy",
        "policy",
        "policy_document",
        "policy_text",
        "repository_policy",
        "resource_policy",
    }
)
_GRANTING = re.compile(
    r"aws(cc)?_iam_|aws_ssoadmin_|awscc_sso_|aws(cc)?_identitystore_|awscc_rolesanywhere_|awscc_cloudformation_|"
    r"awscc_lambda_(layer_version_)?permission|aws(cc)?_\w*(permissions?|grant|principal|access_key|share|entitlement|"
    r"delegated_admin\w*|policy_attachment)$"
)
_NO_GRANT = re.compile(
    r"\w*(file_share|cookie_stickiness_policy|load_balancer_\w*policy|proxy_protocol_policy|resource_share_accepter|"
    r"iot_policy_attachment|iot_thing_principal_attachment|principal_attachment)$"
)


def unread_kind(resource_type: str) -> str:
    """What a resource is called that creates an identity or grants rights and is not read; empty for all others."""
    if resource_type in UNREAD:
        return UNREAD[resource_type]
    if resource_type in HARMLESS or resource_type in LIMITING or _NO_GRANT.fullmatch(resource_type):
        return ""
    return f"resource of the type {resource_type}" if _GRANTING.match(resource_type) else ""
