"""The facts that collectors hand over and checks ask for; everything else is a part of one of them."""

from __future__ import annotations

from scanners.engine.facts.access_analyzer import AnalyzerFacts
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.artifact import AgreementFacts
from scanners.engine.facts.athena import AthenaFacts
from scanners.engine.facts.autoscaling import MachineGroupFacts
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.cloudfront import CdnFacts
from scanners.engine.facts.cloudtrail import LakeFacts, TrailFacts
from scanners.engine.facts.cognito import UserPoolFacts
from scanners.engine.facts.compute import InstanceFacts
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.config_secrets import ExposedSecretFacts
from scanners.engine.facts.database_params import DatabaseTlsFacts
from scanners.engine.facts.dax import DaxFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.ebs import EbsFacts
from scanners.engine.facts.edge import (
    ApiDomainFacts,
    CertificateFacts,
    ClassicBalancerFacts,
    LoadBalancerFacts,
    TransferFacts,
)
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.elasticache import ElastiCacheFacts
from scanners.engine.facts.events import EventFacts
from scanners.engine.facts.fsx import FsxFacts
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.iam import (
    AuthorizationDetails,
    CredentialReport,
    IamSummary,
    IdentityProviders,
    PasswordPolicyFacts,
    ServiceCredentials,
    SshKeyFacts,
    VirtualMfaFacts,
)
from scanners.engine.facts.identity import CallerFacts
from scanners.engine.facts.kafka import KafkaFacts
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.memorydb import MemoryDbFacts
from scanners.engine.facts.messaging import MessagingFacts
from scanners.engine.facts.opensearch import OpenSearchFacts
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.public_copies import PublicCopyFacts
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.recovery import DisasterRecoveryFacts, FaultInjectionFacts, ResilienceHubFacts
from scanners.engine.facts.redshift import RedshiftFacts
from scanners.engine.facts.resource_policies import FunctionPolicyFacts, ResourcePolicyFacts
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.s3_logging import S3LoggingFacts
from scanners.engine.facts.secrets import ParameterFacts, SecretFacts
from scanners.engine.facts.securityhub import HubFacts
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.sso import SsoFacts
from scanners.engine.facts.support import SupportFacts
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.wellarchitected import ReviewFacts

ROOT_FACTS: tuple[type, ...] = (
    CallerFacts,
    AccountFacts,
    OrgFacts,
    IamSummary,
    CredentialReport,
    AuthorizationDetails,
    PasswordPolicyFacts,
    VirtualMfaFacts,
    IdentityProviders,
    ServiceCredentials,
    SsoFacts,
    SupportFacts,
    AnalyzerFacts,
    ConfigFacts,
    EventFacts,
    GuardDutyFacts,
    MacieFacts,
    HubFacts,
    TagFacts,
    ReviewFacts,
    AgreementFacts,
    ParameterFacts,
    SecretFacts,
    UserPoolFacts,
    InstanceFacts,
    LoadBalancerFacts,
    ClassicBalancerFacts,
    CertificateFacts,
    ApiDomainFacts,
    TransferFacts,
    TrailFacts,
    LakeFacts,
    S3Facts,
    BackupFacts,
    RdsFacts,
    DynamoDbFacts,
    EbsFacts,
    EfsFacts,
    FsxFacts,
    RedshiftFacts,
    ElastiCacheFacts,
    MemoryDbFacts,
    DaxFacts,
    OpenSearchFacts,
    KafkaFacts,
    MessagingFacts,
    ResilienceHubFacts,
    FaultInjectionFacts,
    DisasterRecoveryFacts,
    DatabaseTlsFacts,
    AthenaFacts,
    MachineGroupFacts,
    ExposedSecretFacts,
    CdnFacts,
    SshKeyFacts,
    S3LoggingFacts,
    ServerlessStoreFacts,
    PublicCopyFacts,
    ResourcePolicyFacts,
    FunctionPolicyFacts,
)
