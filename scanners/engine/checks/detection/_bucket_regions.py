"""Regions with buckets, because detection services work by Region."""

from __future__ import annotations

from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.unknown import Unknown


def bucket_regions(s3: S3Facts) -> tuple[str, ...] | Unknown:
    """Regions with buckets, sorted; Unknown if the buckets could not be read."""
    if isinstance(s3.buckets, Unknown):
        return s3.buckets
    return tuple(sorted({bucket.region for bucket in s3.buckets}))
