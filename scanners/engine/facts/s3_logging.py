"""Server access logging of the buckets that the customer declared sensitive."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class BucketLogging:
    """One bucket; `target` is the bucket its access logs go to, None where logging is off."""

    arn: str
    target: str | Unknown | None


@dataclass(frozen=True, slots=True)
class S3LoggingFacts:
    """Sensitive buckets only, as they were declared when the scan began. Others are not asked."""

    buckets: tuple[BucketLogging, ...] | Unknown

    def of(self, arn: str) -> BucketLogging | None:
        """The bucket, or None where it was not asked."""
        buckets = () if isinstance(self.buckets, Unknown) else self.buckets
        return next((one for one in buckets if one.arn == arn), None)
