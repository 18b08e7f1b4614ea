"""Which handler answers which operation."""

from __future__ import annotations

from collections.abc import Mapping

from devstack.simulated_aws.services import (
    access_analyzer,
    account,
    cloudformation,
    cloudtrail,
    ec2,
    efs,
    iam,
    macie,
    organizations,
    s3,
    sso,
    sts,
    support,
    unused,
)
from devstack.simulated_aws.services.visit import Handler, Handlers

_TABLE: Mapping[str, Handlers] = {
    "accessanalyzer": access_analyzer.HANDLERS,
    "account": account.HANDLERS,
    "artifact": unused.ARTIFACT,
    "backup": unused.BACKUP,
    "cloudformation": cloudformation.HANDLERS,
    "cloudtrail": {**cloudtrail.HANDLERS, **unused.CLOUDTRAIL_LAKE},
    "docdb-elastic": unused.DOCDB_ELASTIC,
    "dlm": unused.DLM,
    "drs": unused.DRS,
    "dsql": unused.DSQL,
    "ec2": ec2.HANDLERS,
    "efs": efs.HANDLERS,
    "elasticache": unused.ELASTICACHE,
    "iam": iam.HANDLERS,
    "keyspaces": unused.KEYSPACES,
    "macie2": macie.HANDLERS,
    "opensearchserverless": unused.OPENSEARCH_SERVERLESS,
    "organizations": organizations.HANDLERS,
    "redshift-serverless": unused.REDSHIFT_SERVERLESS,
    "s3": s3.HANDLERS,
    "sso-admin": sso.HANDLERS,
    "sts": sts.HANDLERS,
    "support": support.HANDLERS,
    "wellarchitected": unused.WELLARCHITECTED,
}


def handler_for(service: str, operation: str) -> Handler | None:
    """The handler, or None when the operation is moto's alone."""
    return _TABLE.get(service, {}).get(operation)


def handled_operations() -> frozenset[str]:
    """Every `service:Operation` answered or prepared here."""
    return frozenset(f"{service}:{name}" for service, handlers in _TABLE.items() for name in handlers)
