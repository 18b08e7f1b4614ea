"""Which botocore services a signing name can mean, and what IAM calls an operation in a policy."""

from __future__ import annotations

import re

# Signing name in the credential scope -> botocore service names, tried in this order. Absent: they are equal.
_SIGNING_NAMES: dict[str, tuple[str, ...]] = {
    "access-analyzer": ("accessanalyzer",),
    "airflow": ("mwaa",),
    "aoss": ("opensearchserverless",),
    "apigateway": ("apigateway", "apigatewayv2"),
    "aps": ("amp",),
    "bedrock": ("bedrock", "bedrock-agent", "bedrock-runtime"),
    "cassandra": ("keyspaces",),
    "elasticfilesystem": ("efs",),
    "elasticloadbalancing": ("elbv2", "elb"),
    "elasticmapreduce": ("emr",),
    "email": ("sesv2", "ses"),
    "ses": ("sesv2", "ses"),
    "es": ("opensearch", "es"),
    "monitoring": ("cloudwatch",),
    "s3": ("s3control", "s3"),
    "sso": ("sso-admin",),
    "states": ("stepfunctions",),
    "tagging": ("resourcegroupstaggingapi",),
}

# Signing name -> prefix of its IAM actions, where they differ.
_ACTION_PREFIXES = {"monitoring": "cloudwatch", "tagging": "tag", "email": "ses"}

_S3_ACTIONS = {
    "CompleteMultipartUpload": "PutObject",
    "CopyObject": "PutObject",
    "CreateMultipartUpload": "PutObject",
    "DeleteObjects": "DeleteObject",
    "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "DeleteBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "DeleteBucketReplication": "PutReplicationConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "GetBucketAnalyticsConfiguration": "GetAnalyticsConfiguration",
    "GetBucketCors": "GetBucketCORS",
    "GetBucketEncryption": "GetEncryptionConfiguration",
    "GetBucketInventoryConfiguration": "GetInventoryConfiguration",
    "GetBucketLifecycle": "GetLifecycleConfiguration",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "GetBucketMetricsConfiguration": "GetMetricsConfiguration",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetBucketReplication": "GetReplicationConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "HeadBucket": "ListBucket",
    "HeadObject": "GetObject",
    "ListBuckets": "ListAllMyBuckets",
    "ListMultipartUploads": "ListBucketMultipartUploads",
    "ListObjectVersions": "ListBucketVersions",
    "ListObjects": "ListBucket",
    "ListObjectsV2": "ListBucket",
    "ListParts": "ListMultipartUploadParts",
    "PutBucketEncryption": "PutEncryptionConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    "UploadPart": "PutObject",
}
_S3CONTROL_ACTIONS = {
    "DeletePublicAccessBlock": "PutAccountPublicAccessBlock",
    "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
    "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
}
_LAMBDA_ACTIONS = {"Invoke": "InvokeFunction"}
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html
_KEYSPACES_ACTIONS = {"ListKeyspaces": "Select", "ListTables": "Select", "GetKeyspace": "Select", "GetTable": "Select"}
ACTION_NAMES: dict[str, dict[str, str]] = {
    "s3": _S3_ACTIONS,
    "s3control": _S3CONTROL_ACTIONS,
    "lambda": _LAMBDA_ACTIONS,
    "keyspaces": _KEYSPACES_ACTIONS,
}

_DATED_SUFFIX = re.compile(r"\d{4}_\d{2}_\d{2}$")  # CloudFront names operations ListDistributions2020_05_31


def candidate_services(signing_name: str) -> tuple[str, ...]:
    """The botocore services that sign with this name."""
    return _SIGNING_NAMES.get(signing_name, (signing_name,))


def iam_action(*, signing_name: str, service: str, operation: str, method: str) -> str:
    """The action a policy must allow for this operation."""
    prefix = _ACTION_PREFIXES.get(signing_name, signing_name)
    if service in ("apigateway", "apigatewayv2"):  # API Gateway's actions are the HTTP verbs
        return f"{prefix}:{method.upper()}"
    return f"{prefix}:{ACTION_NAMES.get(service, {}).get(operation, _DATED_SUFFIX.sub('', operation))}"
