"""A measurement of the small account: the figures that do not depend on the machine are goals."""

from __future__ import annotations

import pytest

from ftrportal.devstack.benchmark.command import measure, text

pytestmark = pytest.mark.stack
MEGABYTE = 1024 * 1024


def test_the_small_account_is_scanned_with_few_calls_and_little_memory():
    figures = measure("small")

    assert figures["status"] == "finished"
    assert sum(figures["calls"].values()) <= 200
    assert figures["rss"] <= 200 * MEGABYTE
    assert figures["findings"]["third_party_roles_external_id fail"] > 0
    assert figures["requests"] == sum(figures["calls"].values()) + 1, "every call once, and AssumeRole"
    said = text(figures, scale="small", latency_ms=0)
    assert "s3:GetBucketPolicy" in said
    assert "peak memory" in said
