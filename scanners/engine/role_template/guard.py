"""Actions that read contents, secrets or personal data, whatever access level AWS files them under.

`GUARD` is denied in the customer's role itself, so a role that somebody widens later still gives nothing away.
`AVOIDED` adds what no declared action and no shortened name may ever match; each is there for what its answer
holds: plain environment values, user data, keys, personal data, other parties' texts. `EXCEPTIONS` are the few of them
that a customer may switch on, each with the reason why that is safe; nothing of `GUARD` can ever be one.
"""

from __future__ import annotations

import re
from functools import cache

GUARD: tuple[str, ...] = (
    "acm:ExportCertificate",
    "appsync:ListApiKeys",
    "artifact:GetReport",
    "athena:GetQueryResults*",
    "bedrock:Invoke*",
    "cloudformation:GetTemplate",
    "codecommit:Get*",
    "codecommit:GitPull",
    "cognito-identity:Get*",
    "cognito-idp:AdminGetUser",
    "cognito-idp:DescribeUserPoolClient",
    "cognito-idp:ListUsers*",
    "dynamodb:BatchGet*",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQL*",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:GetSnapshotBlock",
    "ec2:DescribeInstanceAttribute",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeVpnConnections",
    "ec2:GetConsole*",
    "ec2:GetLaunchTemplateData",
    "ec2:GetPasswordData",
    "ecr:BatchGetImage",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "events:DescribeConnection",
    "execute-api:*",
    "glue:GetConnection*",
    "identitystore:*",
    "kinesis:Get*",
    "kms:Decrypt",
    "kms:GenerateDataKey*",
    "kms:ReEncrypt*",
    "lambda:GetAlias",
    "lambda:GetFunction*",
    "lambda:GetLayerVersion*",
    "lambda:Invoke*",
    "lightsail:DownloadDefaultKeyPair",
    "lightsail:Get*",
    "logs:FilterLogEvents",
    "logs:Get*",
    "logs:StartLiveTail",
    "logs:StartQuery",
    "logs:Unmask",
    "rds-data:*",
    "rds:Download*",
    "redshift-data:*",
    "redshift-serverless:GetCredentials",
    "redshift:GetClusterCredentials*",
    "s3:GetObject*",
    "s3:ListBucket*",
    "s3express:CreateSession",
    "secretsmanager:*SecretValue",
    "sqs:ReceiveMessage",
    "ssm:GetCommandInvocation",
    "ssm:GetDocument",
    "ssm:GetParameter*",
    "ssm:StartSession",
    "sts:AssumeRole",
    "sts:GetFederationToken",
    "sts:GetSessionToken",
)

AVOIDED: tuple[str, ...] = (
    "amplify:GetApp",
    "amplify:ListApps",
    "apprunner:DescribeService",
    "autoscaling:DescribeLaunchConfigurations",
    "backup:ListIndexedRecoveryPointsForSearch",
    "batch:DescribeJobDefinitions",
    "bedrock:*",
    "cloudformation:DescribeStacks",
    "cloudfront:ListDistributions",
    "cloudtrail:GetQueryResults",
    "cloudtrail:LookupEvents",
    "codebuild:BatchGet*",
    "config:BatchGet*",
    "config:GetResourceConfigHistory",
    "config:Select*",
    "directconnect:DescribeVirtualInterfaces",
    "ecs:DescribeTaskDefinition",
    "elasticbeanstalk:DescribeConfigurationSettings",
    "glue:GetJob*",
    "guardduty:GetFindings",
    "iam:GenerateServiceLastAccessedDetails",
    "iam:Simulate*",
    "lambda:ListFunctions",
    "lambda:ListVersionsByFunction",
    "macie2:GetFindings",
    "macie2:GetSensitiveDataOccurrences",
    "redshift-data:GetStatementResult",
    "s3:GetJobTagging",
    "s3:ListMultipartUploadParts",
    "securityhub:GetFindings",
    "states:DescribeExecution",
    "storagegateway:DescribeChapCredentials",
    "support:DescribeAttachment",
    "support:DescribeCases",
    "support:DescribeCommunications",
)

NEVER: tuple[str, ...] = (*GUARD, *AVOIDED)

EXCEPTIONS: dict[str, str] = {
    "lambda:ListFunctions": "Environment values are matched in memory and dropped; the code is another action.",
    "ecs:DescribeTaskDefinition": "Environment values are matched in memory and dropped.",
    "codebuild:BatchGetProjects": "Plain variables are matched in memory and dropped; logs are another action.",
    "cloudfront:ListDistributions": "Only protocols are read; the headers sent to origins are not looked at.",
}


def matches(pattern: str, action: str) -> bool:
    """Whether an IAM action pattern matches an action's name."""
    return _expression(pattern).fullmatch(action) is not None


def reads_contents(action: str) -> bool:
    """Whether an action's answer holds contents, secrets or personal data."""
    return any(matches(never, action) for never in NEVER)


def is_always_denied(action: str) -> bool:
    """Whether the role itself refuses the action, whatever is attached to it."""
    return any(matches(never, action) for never in GUARD)


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in pattern.split("*")), re.IGNORECASE)
