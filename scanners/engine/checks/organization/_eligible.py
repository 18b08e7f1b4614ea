"""HIPAA eligible services, by service prefix of ARNs and of AWS Config resource types.

The list is AWS's page of 18 April 2022, as AWS itself copied it into its Landing Zone Accelerator (awslabs,
reference/sample-configurations/aws-best-practices-healthcare/service-control-policies/Readme.md). Services added
since are missing on purpose. To renew it: compare every line with the page, change the words, then `LIST_AT`:
https://aws.amazon.com/compliance/hipaa-eligible-services-reference/
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LIST_AT = datetime(2022, 4, 18, tzinfo=UTC)
LIST_DAYS = 90
ELIGIBLE = _names(
    "acm amplify apigateway apigatewayv2 appflow appmesh appstream appsync athena autoscaling backup batch cassandra "
    "certificatemanager chime cloud9 clouddirectory cloudformation cloudfront cloudhsm cloudtrail cloudwatch codebuild "
    "codecommit codedeploy codepipeline cognito cognito-identity cognito-idp cognito-sync comprehend "
    "comprehendmedical config controltower databrew dataexchange datasync detective directconnect dms docdb dynamodb "
    "ec2 ecr ecs efs eks elasticbeanstalk elasticfilesystem elasticloadbalancing elasticloadbalancingv2 "
    "elasticmapreduce elasticsearch emr es events execute-api firehose fms forecast freertos fsx geo glacier "
    "globalaccelerator glue greengrass greengrassv2 guardduty healthlake inspector inspector2 iot iotevents kafka "
    "kendra kinesis kinesisanalytics kinesisanalyticsv2 kinesisfirehose kinesisvideo kms lakeformation lambda lex "
    "location logs macie macie2 mediaconnect mediaconvert medialive mgn mq amazonmq msk neptune neptune-db "
    "network-firewall networkfirewall opensearch opensearchservice opsworks opsworks-cm opsworkscm organizations "
    "outposts personalize polly qldb quicksight redshift rekognition robomaker route53 route53resolver s3 "
    "secretsmanager securityhub serverlessrepo servicecatalog servicediscovery ses shield sms snowball sns sqs ssm "
    "sso states stepfunctions storagegateway swf textract timestream transcribe transfer translate waf waf-regional "
    "wafregional wafv2 workdocs worklink workspaces xray"
)
# Eligible in part: what the page leaves out of a service cannot be told from the service's name.
PARTLY: Mapping[str, str] = {
    "connect": "without Wisdom, Voice ID and high-volume outbound communications",
    "directoryservice": "without Simple AD",
    "ds": "without Simple AD",
    "elasticache": "Redis only",
    "mobiletargeting": "without voice messages",
    "pinpoint": "without voice messages",
    "rds": "SQL Server, MySQL, Oracle, PostgreSQL, MariaDB, Aurora, DocumentDB and Neptune only",
    "sagemaker": "without public and vendor workforces, Studio Lab and Ground Truth Plus",
}
# Engines of the RDS interface that are eligible; where all are read and all are these, nothing is left to ask.
ENGINES = ("aurora", "docdb", "mariadb", "mysql", "neptune", "oracle", "postgres", "sqlserver")
# Identity, tagging and deployment: they hold configuration, not customers' content.
ASIDE = _names("access-analyzer accessanalyzer appconfig iam resource-groups resourcegroups")
