"""Every resource type of CloudFormation that can create an identity, a grant or a template is read or named as unread.

The types come from the resource schemas that cfn-lint carries. A type of tomorrow whose schema speaks of policies,
principals, grants or templates fails here until somebody decides what it is.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import cfnlint
import pytest

from scanners.engine.documents.cfn_types import LIMITING, READ, UNREAD
from tests.scanners.engine.documents.templates import OURS, outcomes, permissions, said, stack

GRANTING = re.compile(
    r"PolicyDocument$|^Policy$|ResourcePolicy$|PolicyText$|AccessPolic(y|ies)$|^DestinationPolicy$|^KeyPolicy$"
    r"|AssumeRolePolicy|ManagedPolic|^InlinePolicy$|^SessionPolicy$|Template(Body|URL|Url|S3Uri)$|LoadTemplate|Grants?$"
    r"|Grantee|^Permissions?$|^Principals?$|PrincipalArn$|PrincipalId$|PrincipalIdentifier|AllowedPrincipals"
    r"|LoginProfile|^AccessKey(Id)?$"
)
IDENTITY_SERVICES = ("IAM", "SSO", "RolesAnywhere", "IdentityStore", "RAM", "LakeFormation")
# Their schema speaks of such things, and yet they give nobody access to the account: credentials for other services,
# permissions inside an application or file system, templates of messages, lists of what is scanned.
_HARMLESS = """
AWS::AppFlow::ConnectorProfile AWS::AppIntegrations::Application AWS::AppStream::Stack AWS::Batch::JobDefinition
AWS::Connect::SecurityProfile AWS::DataSync::LocationObjectStorage AWS::DataZone::GroupProfile
AWS::DataZone::ProjectProfile AWS::ECR::PullTimeUpdateExclusion AWS::ECS::DaemonTaskDefinition
AWS::ECS::TaskDefinition AWS::EFS::AccessPoint AWS::GammaDilithium::JobDefinition
AWS::Greengrass::FunctionDefinition AWS::Greengrass::FunctionDefinitionVersion AWS::GreengrassV2::ComponentVersion
AWS::IAM::ServerCertificate AWS::IAM::ServiceLinkedRole AWS::IVS::Channel AWS::IoT::CACertificate
AWS::IoT::PolicyPrincipalAttachment AWS::IoT::ProvisioningTemplate AWS::IoT::ThingPrincipalAttachment
AWS::KinesisFirehose::DeliveryStream AWS::LakeFormation::DataCellsFilter AWS::LakeFormation::Resource
AWS::LakeFormation::Tag AWS::LakeFormation::TagAssociation AWS::OpenSearchServerless::LifecyclePolicy
AWS::OpenSearchServerless::SecurityPolicy AWS::QuickSight::ActionConnector AWS::QuickSight::Analysis
AWS::QuickSight::Dashboard AWS::QuickSight::DataSet AWS::QuickSight::DataSource AWS::QuickSight::Flow
AWS::QuickSight::Folder AWS::QuickSight::KnowledgeBase AWS::QuickSight::Space AWS::QuickSight::Template
AWS::QuickSight::Theme AWS::QuickSight::TopicV2 AWS::Redshift::RedshiftIdcApplication
AWS::ResilienceHub::ResiliencyPolicy AWS::S3Files::AccessPoint AWS::SES::ReceiptFilter AWS::SES::Tenant
AWS::WorkSpaces::Directory AWS::OpenSearchServerless::AccessPolicy
"""
HARMLESS = set(_HARMLESS.split())
# They carry an IAM policy document, which is read wherever it is.
_WITH_POLICY = """
AWS::APS::ResourcePolicy AWS::ApiGateway::RestApi AWS::Backup::BackupVault
AWS::Backup::LogicallyAirGappedBackupVault AWS::Bedrock::KnowledgeBasePolicy AWS::Bedrock::ResourcePolicy
AWS::BedrockAgentCore::ResourcePolicy AWS::CloudTrail::ResourcePolicy AWS::CodeArtifact::Domain
AWS::CodeArtifact::Repository AWS::DSQL::Cluster AWS::DynamoDB::GlobalTable AWS::DynamoDB::Table
AWS::ECR::PublicRepository AWS::ECR::RegistryPolicy AWS::ECR::Repository AWS::Elasticsearch::Domain
AWS::EventSchemas::RegistryPolicy AWS::Events::EventBus AWS::EventsV2::ResourcePolicy
AWS::FSx::S3AccessPointAttachment AWS::IoT::Policy AWS::KMS::Key AWS::KMS::ReplicaKey AWS::Kinesis::ResourcePolicy
AWS::Lambda::ResourcePolicy AWS::Lex::ResourcePolicy AWS::Logs::Destination AWS::Logs::LogGroup
AWS::Logs::ResourcePolicy AWS::MSK::ClusterPolicy AWS::MediaPackageV2::ChannelPolicy
AWS::MediaPackageV2::OriginEndpointPolicy AWS::MediaStore::Container AWS::MediaTailor::ChannelPolicy
AWS::OSIS::Pipeline AWS::Oam::Sink AWS::Omics::SequenceStore AWS::OpenSearchService::Domain
AWS::PaymentCryptography::Key AWS::RUM::AppMonitor AWS::Redshift::Cluster AWS::RedshiftServerless::Namespace
AWS::S3::AccessPoint AWS::S3::BucketPolicy AWS::S3::MultiRegionAccessPointPolicy AWS::S3Express::AccessPoint
AWS::S3Express::BucketPolicy AWS::S3Files::FileSystemPolicy AWS::S3ObjectLambda::AccessPointPolicy
AWS::S3Outposts::AccessPoint AWS::S3Outposts::BucketPolicy AWS::S3Tables::TableBucketPolicy
AWS::S3Tables::TablePolicy AWS::S3Vectors::VectorBucketPolicy AWS::SMSVOICE::ResourcePolicy
AWS::SNS::TopicInlinePolicy AWS::SNS::TopicPolicy AWS::SQS::QueueInlinePolicy AWS::SQS::QueuePolicy
AWS::SSM::ResourcePolicy AWS::SecretsManager::ResourcePolicy AWS::VpcLattice::AuthPolicy
AWS::VpcLattice::ResourcePolicy AWS::XRay::ResourcePolicy AWS::Organizations::ResourcePolicy
AWS::EFS::FileSystem
"""
WITH_POLICY = set(_WITH_POLICY.split())


@cache
def _schemas():
    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "resources"
    found = [json.loads(path.read_text()) for path in folder.glob("*.json")]
    return {str(one["typeName"]): one for one in found}


def _property_names(node):
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"]
        for value in node.values():
            yield from _property_names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _property_names(value)


def _can_grant(name, schema):
    computed = {path.rpartition("/")[2] for path in schema.get("readOnlyProperties", ())}
    settable = {"properties": schema.get("properties", {}), "definitions": schema.get("definitions", {})}
    names = set(_property_names(settable)) - computed
    return name.split("::")[1] in IDENTITY_SERVICES or any(GRANTING.search(one) for one in names)


def _granting():
    found = {name for name, schema in _schemas().items() if _can_grant(name, schema)}
    return {name for name in found if not name.startswith("AWS::Serverless::")}  # named by their prefix


def test_every_type_that_can_grant_is_read_or_named_or_known_to_be_harmless():
    assert _granting() - READ - set(UNREAD) - LIMITING - WITH_POLICY - HARMLESS == set()


def test_every_type_that_we_name_exists():
    assert (READ | set(UNREAD) | LIMITING | WITH_POLICY | HARMLESS) - set(_schemas()) == set()


def test_no_type_is_classified_twice():
    classes = [READ, set(UNREAD), LIMITING, WITH_POLICY, HARMLESS]
    assert sum(map(len, classes)) == len(set().union(*classes))


@pytest.mark.parametrize(
    "kind",
    [
        *sorted(UNREAD),
        "Custom::Connect",
        "Acme::Portal::Role",
        "Acme::Portal::Role::MODULE",
        "AWS::Serverless::Function",
    ],
)
def test_what_only_a_deployment_shows_is_unknown_with_the_logical_id(kind):
    document = stack(None, permissions())
    document["Resources"]["Surprise"] = {"Type": kind, "Properties": {"ServiceToken": OURS}}

    for check_id in ("template_role_scoped", "template_requires_external_id", "template_uses_roles"):
        assert "unknown" in outcomes(check_id, "role.json", document)
    messages = [
        message for outcome, message in said("template_role_scoped", "role.json", document) if outcome == "unknown"
    ]
    assert any("Surprise" in message for message in messages)


@pytest.mark.parametrize("kind", sorted(WITH_POLICY))
@pytest.mark.parametrize("is_text", [False, True])
def test_a_policy_document_is_read_in_every_resource_that_has_one(kind, is_text):
    policy = permissions("s3:PutObject", Principal={"AWS": "arn:aws:iam::222233334444:root"})
    held = json.dumps(policy) if is_text else policy
    document = stack(None, permissions())
    document["Resources"]["Held"] = {"Type": kind, "Properties": {"Somewhere": {"Inside": held}}}

    assert "review" in outcomes("template_role_scoped", "role.json", document)
