"""What a scan reads, by the names that people know; the key is what stands before the dot of a collector's name."""

from __future__ import annotations

NAMES = {
    "access_analyzer": "IAM Access Analyzer",
    "account": "Account contacts",
    "acm": "Certificate Manager",
    "apigateway": "API Gateway",
    "artifact": "Artifact",
    "athena": "Athena",
    "autoscaling": "Auto Scaling",
    "backup": "AWS Backup",
    "cloudfront": "CloudFront",
    "cloudtrail": "CloudTrail",
    "cloudtrail_lake": "CloudTrail Lake",
    "cognito": "Cognito",
    "compute": "Compute",
    "config": "AWS Config",
    "config_secrets": "Environment variables",
    "database_params": "Database parameters",
    "dax": "DynamoDB Accelerator",
    "drs": "Elastic Disaster Recovery",
    "dynamodb": "DynamoDB",
    "ebs": "EBS",
    "efs": "EFS",
    "elasticache": "ElastiCache",
    "elb": "Classic Load Balancers",
    "elbv2": "Load balancers",
    "events": "EventBridge",
    "fis": "Fault Injection Service",
    "fsx": "FSx",
    "guardduty": "GuardDuty",
    "iam": "IAM",
    "identity": "Identity of the session",
    "kafka": "Managed Kafka",
    "macie": "Macie",
    "memorydb": "MemoryDB",
    "messaging": "Queues and topics",
    "opensearch": "OpenSearch",
    "organization": "AWS Organizations",
    "rds": "RDS",
    "redshift": "Redshift",
    "resiliencehub": "Resilience Hub",
    "s3": "S3",
    "secretsmanager": "Secrets Manager",
    "securityhub": "Security Hub",
    "ssm": "Systems Manager",
    "sso": "IAM Identity Center",
    "support": "Support",
    "tagging": "Tags",
    "transfer": "Transfer Family",
    "wellarchitected": "Well-Architected Tool",
}


def service_name(key: str) -> str:
    """The name of a service; one that only older scans know keeps its key."""
    return NAMES.get(key, key)
