"""The facts that collectors hand over and checks ask for; everything else is a part of one of them."""

from __future__ import annotations

from scanners.facts.account import AccountFacts
from scanners.facts.backup import BackupFacts
from scanners.facts.cloudtrail import LakeFacts, TrailFacts
from scanners.facts.dax import DaxFacts
from scanners.facts.dynamodb import DynamoDbFacts
from scanners.facts.ebs import EbsFacts
from scanners.facts.efs import EfsFacts
from scanners.facts.elasticache import ElastiCacheFacts
from scanners.facts.fsx import FsxFacts
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
from scanners.facts.memorydb import MemoryDbFacts
from scanners.facts.opensearch import OpenSearchFacts
from scanners.facts.organization import OrgFacts
from scanners.facts.rds import RdsFacts
from scanners.facts.recovery import DisasterRecoveryFacts, FaultInjectionFacts, ResilienceHubFacts
from scanners.facts.redshift import RedshiftFacts
from scanners.facts.s3 import S3Facts
from scanners.facts.sso import SsoFacts
from scanners.facts.support import SupportFacts

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
    ResilienceHubFacts,
    FaultInjectionFacts,
    DisasterRecoveryFacts,
)
