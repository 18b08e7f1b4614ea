"""CloudFront distributions. The answer holds the headers that origins are sent, often a shared secret: never looked at.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
"""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.aws.opt_in import CDN
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag,
    flag_or,
    structure,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.cloudfront import S3_ORIGIN, VPC_ORIGIN, CdnFacts, Distribution
from scanners.engine.facts.unknown import Unknown

LIST = Operation(
    "cloudfront",
    "ListDistributions",
    "cloudfront:ListDistributions",
    paging=Paging("Marker", "DistributionList.NextMarker"),
    opt_in=CDN,
)


def collect(context: Context) -> CdnFacts | Unknown:
    """All distributions of the account."""
    try:
        return CdnFacts(
            tuple(
                _distribution(entry)
                for page in context.reader.pages(LIST)
                for entry in structures(structure(page, "DistributionList"), "Items")
            )
        )
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(LIST, odd)


def _distribution(entry: Fields) -> Distribution:
    behaviours = (
        structure(entry, "DefaultCacheBehavior"),
        *structures(structure_or_empty(entry, "CacheBehaviors"), "Items"),
    )
    certificate = structure_or_empty(entry, "ViewerCertificate")
    return Distribution(
        arn=text(entry, "ARN"),
        id=text(entry, "Id"),
        is_enabled=flag(entry, "Enabled"),
        viewer_policies=tuple(text(one, "ViewerProtocolPolicy") for one in behaviours),
        origin_protocols=tuple(_protocol(origin) for origin in structures(structure(entry, "Origins"), "Items")),
        minimum_tls=text_or(certificate, "MinimumProtocolVersion"),
        has_default_certificate=flag_or(certificate, "CloudFrontDefaultCertificate", False),
        has_firewall=bool(text_or(entry, "WebACLId")),
    )


def _protocol(origin: Fields) -> str:
    custom = structure_or_empty(origin, "CustomOriginConfig")
    if custom:
        return text(custom, "OriginProtocolPolicy")
    return VPC_ORIGIN if origin.get("VpcOriginConfig") is not None else S3_ORIGIN


COLLECTORS = (Collector("cloudfront", CdnFacts, (LIST,), collect),)
