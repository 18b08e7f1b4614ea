"""The facts that collectors hand over and checks ask for; everything else is a part of one of them."""

from __future__ import annotations

from scanners.facts.access_analyzer import AnalyzerFacts
from scanners.facts.account import AccountFacts
from scanners.facts.artifact import AgreementFacts
from scanners.facts.athena import AthenaFacts
from scanners.facts.autoscaling import MachineGroupFacts
from scanners.facts.backup import BackupFacts
from scanners.facts.cloudfront import CdnFacts
from scanners.facts.cloudtrail import LakeFacts, TrailFacts
from scanners.facts.cognito import UserPoolFacts
from scanners.facts.compute import InstanceFacts
from scanners.facts.config import ConfigFacts
from scanners.facts.config_secrets import ExposedSecretFacts
from scanners.facts.database_params import DatabaseTlsFacts
from scanners.facts.dax import DaxFacts
from scanners.facts.dynamodb import DynamoDbFacts
from scanners.facts.ebs import EbsFacts
from scanners.facts.edge import (
    ApiDomainFacts,
    CertificateFacts,
    ClassicBalancerFacts,
    LoadBalancerFacts,
    TransferFacts,
)
from scanners.facts.efs import EfsFacts
from scanners.facts.elasticache import ElastiCacheFacts
from scanners.facts.events import EventFacts
from scanners.facts.fsx import FsxFacts
from scanners.facts.guardduty import GuardDutyFacts
from scanners.facts.iam import (
    AuthorizationDetails,
    CredentialReport,
    IamSummary,
    IdentityProviders,
    PasswordPolicyFacts,
    ServiceCredentials,
    VirtualMfaFacts,
)
from scanners.facts.identity import CallerFacts
from scanners.facts.kafka import KafkaFacts
from scanners.facts.macie import MacieFacts
from scanners.facts.memorydb import MemoryDbFacts
from scanners.facts.messaging import MessagingFacts
from scanners.facts.opensearch import OpenSearchFacts
from scanners.facts.organization import OrgFacts
from scanners.facts.rds import RdsFacts
from scanners.facts.recovery import DisasterRecoveryFacts, FaultInjectionFacts, ResilienceHubFacts
from scanners.facts.redshift import RedshiftFacts
from scanners.facts.s3 import S3Facts
from scanners.facts.secrets import ParameterFacts, SecretFacts
from scanners.facts.securityhub import HubFacts
from scanners.facts.sso import SsoFacts
from scanners.facts.support import SupportFacts
from scanners.facts.tagging import TagFacts
from scanners.facts.wellarchitected import ReviewFacts

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
)
