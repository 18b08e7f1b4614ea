"""A measurement of the small account: the figures that do not depend on the machine are goals."""

from __future__ import annotations

import pytest

from devstack.benchmark.command import measure
from devstack.benchmark.words import text
from scanners.engine.role_template.session_policy import session_parts

pytestmark = pytest.mark.stack
MEGABYTE = 1024 * 1024


def test_the_small_account_is_scanned_with_few_calls_and_little_memory():
    figures = measure("small")

    simulated, replayed = figures["simulated"], figures["replayed"]
    for one in (simulated, replayed):
        assert one["status"] == "finished"
        assert sum(one["calls"].values()) <= 200
        assert one["rss"] <= 200 * MEGABYTE
        assert one["findings"]["third_party_roles_external_id fail"] > 0
        sessions = len(session_parts(()))
        assert one["requests"] == sum(one["calls"].values()) + sessions, "every call once, and AssumeRole"
    assert replayed["findings"] == simulated["findings"]
    asked_again = [one for one in replayed["repeated"] if "Action=GenerateCredentialReport" not in one]
    assert asked_again == [], "only the report that AWS is writing is asked for again"
    assert replayed["server_cpu"] < replayed["cpu"] / 4
    said = text(figures, scale="small", latency_ms=0)
    assert "s3:GetBucketPolicy" in said
    assert f"{sum(replayed['calls'].values())} of 200: reached" in said
    assert "peak memory" in said
