"""Services that AWS names as eligible for health data, by the words of ARNs and of Config's resource types.

Taken from the services that AWS's whitepaper on HIPAA discusses; services added since are missing on purpose. The
list is older than the 90 days the check allows, so a person compares with the current page until it is renewed:
https://aws.amazon.com/compliance/hipaa-eligible-services-reference/
"""

from __future__ import annotations

from datetime import UTC, datetime


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LIST_AT = datetime(2022, 1, 1, tzinfo=UTC)
LIST_DAYS = 90
ELIGIBLE = _names(
    "apigateway appflow athena autoscaling backup batch cloudfront cloudhsm cloudtrail cloudwatch "
    "codebuild codedeploy codepipeline cognito cognito-idp comprehend config connect dax directconnect "
    "dms dynamodb ec2 ecr ecs efs eks elasticache elasticfilesystem elasticloadbalancing "
    "elasticloadbalancingv2 elasticmapreduce emr es events firehose fsx glue guardduty healthlake "
    "inspector kinesis kinesisfirehose kms lambda logs macie macie2 mq neptune opensearch "
    "opensearchservice rds redshift route53 s3 sagemaker secretsmanager securityhub sns sqs ssm "
    "stepfunctions states storagegateway transfer waf wafv2 workspaces"
)
# Identity, tagging and deployment: they hold configuration, not customers' content.
ASIDE = _names("access-analyzer accessanalyzer acm cloudformation iam resource-groups resourcegroups sso")
