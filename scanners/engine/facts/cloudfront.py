"""CloudFront distributions: how viewers and origins are reached. Origins' custom headers are never kept."""

from __future__ import annotations

from dataclasses import dataclass

S3_ORIGIN, VPC_ORIGIN = "s3", "vpc"


@dataclass(frozen=True, slots=True)
class Distribution:
    """`viewer_policies` of every cache behaviour, the default one first; `origin_protocols` of every origin.

    An origin without a protocol of its own is "s3" (CloudFront signs and encrypts) or "vpc" (not told).
    `minimum_tls` is what viewers may use at least, empty where AWS does not say.
    """

    arn: str
    id: str
    is_enabled: bool
    viewer_policies: tuple[str, ...]
    origin_protocols: tuple[str, ...]
    minimum_tls: str
    has_default_certificate: bool
    has_firewall: bool


@dataclass(frozen=True, slots=True)
class CdnFacts:
    """The account's distributions."""

    distributions: tuple[Distribution, ...]
