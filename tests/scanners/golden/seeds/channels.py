"""Ways into the account that carry messages and pages: queues, topics, streams, distributions, domains of APIs."""

from __future__ import annotations

import json
from typing import Any

from devstack.simulated_aws.running import SimulatedAws
from tests.scanners.golden.seeds.story import HOME, LONG_AGO, arn

_FOR_EVERYBODY = json.dumps(
    {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}}
)
_CALLED = [{"Key": "classification", "Value": "confidential"}]


def distribution(account_id: str, name: str) -> str:
    """A distribution's ARN, which has no region."""
    return f"arn:aws:cloudfront::{account_id}:distribution/{name}"


def seed_messages(aws: SimulatedAws, account_id: str) -> None:
    """A queue and a topic whose tags call them confidential, one of them encrypted, and others that nobody tagged."""
    orders, payments = arn(account_id, "sns", "orders"), arn(account_id, "sqs", "payments")
    addresses = {name: f"https://sqs.{HOME}.amazonaws.com/{account_id}/{name}" for name in ("payments", "retries")}
    clicks = {
        "StreamName": "clicks",
        "StreamARN": arn(account_id, "kinesis", "stream/clicks"),
        "StreamStatus": "ACTIVE",
    }
    about_queue, about_other = ({"QueueUrl": addresses[name]} for name in ("payments", "retries"))
    stream = {**clicks, "RetentionPeriodHours": 24, "StreamCreationTimestamp": LONG_AGO, "EnhancedMonitoring": []}
    summary = {**stream, "OpenShardCount": 1, "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}
    tagged = [{"ResourceARN": one, "Tags": _CALLED} for one in (orders, payments)]
    for call, result, given in (
        ("resourcegroupstaggingapi:GetResources", {"ResourceTagMappingList": tagged}, {}),
        ("sns:ListTopics", {"Topics": [{"TopicArn": orders}]}, {}),
        (
            "sns:GetTopicAttributes",
            {"Attributes": {"TopicArn": orders, "Policy": _FOR_EVERYBODY}},
            {"TopicArn": orders},
        ),
        ("sqs:ListQueues", {"QueueUrls": list(addresses.values())}, {}),
        ("sqs:GetQueueAttributes", {"Attributes": {"SqsManagedSseEnabled": "true"}}, about_queue),
        ("sqs:GetQueueAttributes", {"Attributes": {"SqsManagedSseEnabled": "false"}}, about_other),
        ("kinesis:DescribeStreamSummary", {"StreamDescriptionSummary": summary}, {}),
        ("kinesis:ListStreams", {"StreamNames": ["clicks"], "HasMoreStreams": False, "StreamSummaries": [clicks]}, {}),
    ):
        aws.give_answer(account_id, call, result, region=HOME, given=given)


def seed_pages(aws: SimulatedAws, account_id: str) -> None:
    """Distributions that redirect to HTTPS, that serve everybody over HTTP, that take CloudFront's own certificate."""
    own = {"MinimumProtocolVersion": "TLSv1.2_2021", "CloudFrontDefaultCertificate": False}
    distributions = [
        _distribution(account_id, "E1SHOP", "redirect-to-https", own),
        _distribution(account_id, "E2FILES", "allow-all", own),
        _distribution(account_id, "E3TRIAL", "https-only", {"CloudFrontDefaultCertificate": True}),
    ]
    listed = {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 3, "Items": distributions}
    aws.give_answer(account_id, "cloudfront:ListDistributions", {"DistributionList": listed})


def _distribution(account_id: str, name: str, viewers: str, certificate: dict[str, Any]) -> dict[str, Any]:
    origin = {
        "Id": "bucket",
        "DomainName": "edge-site.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    return {
        "Id": name,
        "ARN": distribution(account_id, name),
        "Status": "Deployed",
        "LastModifiedTime": LONG_AGO,
        "DomainName": f"{name.lower()}.cloudfront.net",
        "Aliases": {"Quantity": 0},
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "bucket", "ViewerProtocolPolicy": viewers},
        "CacheBehaviors": {"Quantity": 0},
        "CustomErrorResponses": {"Quantity": 0},
        "Comment": "",
        "PriceClass": "PriceClass_100",
        "Enabled": True,
        "ViewerCertificate": certificate,
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "WebACLId": "",
        "HttpVersion": "http2",
        "IsIPV6Enabled": True,
        "Staging": False,
    }


def seed_domains(aws: SimulatedAws, account_id: str) -> None:
    """Custom domains of both kinds of APIs."""
    rest = [
        {"domainName": "api.acme.example", "securityPolicy": "TLS_1_2"},
        {"domainName": "old.acme.example", "securityPolicy": "TLS_1_0"},
    ]
    aws.give_answer(account_id, "apigateway:GetDomainNames", {"items": rest}, region=HOME)
    sockets = {"DomainName": "ws.acme.example", "DomainNameConfigurations": [{"SecurityPolicy": "TLS_1_2"}]}
    aws.give_answer(account_id, "apigatewayv2:GetDomainNames", {"Items": [sockets]}, region=HOME)
