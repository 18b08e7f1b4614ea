"""CloudFormation resource types that create an identity, a grant or further resources.

Types in `READ` are read. Those in `UNREAD` are named in the verdict, because what they create is not in the file. Every
other type of AWS creates no identity; a policy document in its properties is read as a resource-based policy. A test
compares these lists with CloudFormation's resource specification.
"""

from __future__ import annotations

from collections.abc import Mapping

READ = frozenset(
    {
        "AWS::CloudFormation::ChangeSet",
        "AWS::CloudFormation::StackSet",
        "AWS::Events::EventBusPolicy",
        "AWS::IAM::AccessKey",
        "AWS::IAM::Group",
        "AWS::IAM::GroupPolicy",
        "AWS::IAM::InstanceProfile",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::IAM::RolePolicy",
        "AWS::IAM::User",
        "AWS::IAM::UserPolicy",
        "AWS::Lambda::LayerVersionPermission",
        "AWS::Lambda::Permission",
        "AWS::SSO::PermissionSet",
    }
)

_TEMPLATES = {
    "AWS::CloudFormation::CustomResource": "custom resource",
    "AWS::CloudFormation::GuardHook": "CloudFormation Hook",
    "AWS::CloudFormation::HookVersion": "CloudFormation Hook",
    "AWS::CloudFormation::LambdaHook": "CloudFormation Hook",
    "AWS::CloudFormation::Macro": "CloudFormation macro",
    "AWS::CloudFormation::ModuleDefaultVersion": "CloudFormation module",
    "AWS::CloudFormation::ModuleVersion": "CloudFormation module",
    "AWS::CloudFormation::ResourceDefaultVersion": "registered resource type",
    "AWS::CloudFormation::ResourceVersion": "registered resource type",
    "AWS::CloudFormation::Stack": "nested stack",
    "AWS::CloudFormation::TypeActivation": "activated third-party extension",
    "AWS::Config::ConformancePack": "AWS Config conformance pack",
    "AWS::Config::OrganizationConformancePack": "AWS Config conformance pack",
    "AWS::ControlTower::EnabledBaseline": "AWS Control Tower baseline",
    "AWS::ControlTower::LandingZone": "AWS Control Tower landing zone",
    "AWS::Proton::EnvironmentTemplate": "AWS Proton template",
    "AWS::Proton::ServiceTemplate": "AWS Proton template",
    "AWS::ResilienceHub::App": "AWS Resilience Hub application",
    "AWS::SageMaker::Project": "SageMaker project",
    "AWS::ServerlessRepo::Application": "serverless application",
    "AWS::ServiceCatalog::CloudFormationProduct": "Service Catalog product",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct": "Service Catalog provisioned product",
    "AWS::ServiceCatalog::LaunchTemplateConstraint": "Service Catalog launch constraint",
    "AWS::ServiceCatalog::StackSetConstraint": "Service Catalog StackSet constraint",
}
_IDENTITIES = {
    "AWS::AccountAccess::Entitlement": "account access entitlement",
    "AWS::Cognito::IdentityPool": "Cognito identity pool",
    "AWS::Cognito::IdentityPoolRoleAttachment": "Cognito identity pool role attachment",
    "AWS::IAM::OIDCProvider": "IAM OIDC provider",
    "AWS::IAM::SAMLProvider": "IAM SAML provider",
    "AWS::IAM::UserToGroupAddition": "group membership of IAM users",
    "AWS::IAM::VirtualMFADevice": "virtual MFA device of an IAM user",
    "AWS::IdentityStore::Group": "IAM Identity Center group",
    "AWS::IdentityStore::GroupMembership": "IAM Identity Center group membership",
    "AWS::IdentityStore::User": "IAM Identity Center user",
    "AWS::Organizations::Account": "AWS account with its administrator role",
    "AWS::RolesAnywhere::CRL": "IAM Roles Anywhere revocation list",
    "AWS::RolesAnywhere::Profile": "IAM Roles Anywhere profile",
    "AWS::RolesAnywhere::TrustAnchor": "IAM Roles Anywhere trust anchor",
    "AWS::SSO::Application": "IAM Identity Center application",
    "AWS::SSO::ApplicationAssignment": "IAM Identity Center application assignment",
    "AWS::SSO::Assignment": "IAM Identity Center account assignment",
    "AWS::SSO::Instance": "IAM Identity Center instance",
    "AWS::SSO::InstanceAccessControlAttributeConfiguration": "IAM Identity Center attribute configuration",
    "AWS::SSMQuickSetup::ConfigurationManager": "Systems Manager Quick Setup configuration",
    "AWS::Transfer::User": "Transfer Family user",
}
_GRANTS = {
    "AWS::ACMPCA::Permission": "AWS Private CA permission",
    "AWS::CodeGuruProfiler::ProfilingGroup": "CodeGuru profiling group permissions",
    "AWS::Config::AggregationAuthorization": "AWS Config aggregation authorization",
    "AWS::DataZone::PolicyGrant": "Amazon DataZone policy grant",
    "AWS::Detective::OrganizationAdmin": "Detective delegated administrator",
    "AWS::EC2::NetworkInterfacePermission": "network interface permission",
    "AWS::EC2::VPCEndpointServicePermissions": "endpoint service permissions",
    "AWS::EKS::AccessEntry": "EKS access entry",
    "AWS::EKS::PodIdentityAssociation": "EKS Pod Identity association",
    "AWS::EntityResolution::PolicyStatement": "Entity Resolution policy statement",
    "AWS::FMS::Policy": "Firewall Manager policy",
    "AWS::GlobalAccelerator::CrossAccountAttachment": "Global Accelerator cross-account attachment",
    "AWS::Glue::Database": "Glue database with default permissions",
    "AWS::GuardDuty::Master": "GuardDuty administrator account",
    "AWS::LakeFormation::DataLakeSettings": "Lake Formation administrators",
    "AWS::LakeFormation::Permissions": "Lake Formation permissions",
    "AWS::LakeFormation::PrincipalPermissions": "Lake Formation permissions",
    "AWS::LicenseManager::Grant": "License Manager grant",
    "AWS::QBusiness::DataAccessor": "Amazon Q Business data accessor",
    "AWS::QBusiness::Permission": "Amazon Q Business permission",
    "AWS::RAM::Permission": "AWS RAM permission",
    "AWS::RAM::PermissionAssociation": "AWS RAM permission association",
    "AWS::RAM::PrincipalAssociation": "AWS RAM principal association",
    "AWS::RAM::ResourceAssociation": "AWS RAM resource association",
    "AWS::RAM::ResourceShare": "AWS RAM resource share",
    "AWS::RAM::SourceAssociation": "AWS RAM source association",
    "AWS::S3::AccessGrant": "S3 access grant",
    "AWS::SecurityHub::DelegatedAdmin": "Security Hub delegated administrator",
    "AWS::SecurityLake::Subscriber": "Security Lake subscriber",
    "AWS::ServiceCatalog::LaunchRoleConstraint": "Service Catalog launch role",
    "AWS::ServiceCatalog::PortfolioPrincipalAssociation": "Service Catalog portfolio access",
    "AWS::ServiceCatalog::PortfolioShare": "Service Catalog portfolio share",
    "AWS::Signer::ProfilePermission": "AWS Signer profile permission",
}
UNREAD: Mapping[str, str] = _TEMPLATES | _IDENTITIES | _GRANTS

# Policy documents of these limit what somebody may already do, or are of another language; none grants AWS access.
LIMITING = frozenset(
    {
        "AWS::ApiGateway::DomainNameV2",
        "AWS::BedrockAgentCore::Policy",
        "AWS::CleanRooms::ConfiguredTable",
        "AWS::CleanRooms::ConfiguredTableAssociation",
        "AWS::CleanRooms::IntermediateTable",
        "AWS::Config::ConfigRule",
        "AWS::Config::OrganizationConfigRule",
        "AWS::EC2::ClientVpnEndpoint",
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::VerifiedAccessEndpoint",
        "AWS::EC2::VerifiedAccessGroup",
        "AWS::Logs::AccountPolicy",
        "AWS::NetworkManager::CoreNetwork",
        "AWS::ODB::OdbNetwork",
        "AWS::Organizations::Policy",
        "AWS::VerifiedPermissions::Policy",
        "AWS::VerifiedPermissions::PolicyTemplate",
    }
)


def unread_kind(resource_type: str) -> str:
    """What a resource of this type is called, where only its deployment shows what it creates; empty for all others."""
    if resource_type.startswith("Custom::"):
        return "custom resource"
    if resource_type.endswith("::MODULE"):
        return "CloudFormation module"
    if resource_type.startswith("AWS::Serverless::"):
        return "serverless resource, which a transform expands,"
    if not resource_type.startswith(("AWS::", "Alexa::")):
        return "resource of a third-party type"
    return UNREAD.get(resource_type, "")
