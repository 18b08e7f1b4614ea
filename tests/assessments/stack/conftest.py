"""The workers of the scanners' tests, without an AWS: packs make no call there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.scanners.stack import conftest
from tests.scanners.stack.conftest import broker, valkey, workers

__all__ = ["broker", "valkey", "workers"]


@pytest.fixture
def simulated_aws(monkeypatch):
    """An address at which nothing listens; and leases that a busy machine does not lose."""
    monkeypatch.setitem(conftest.TIMINGS, "LEASE_SECONDS", "12")
    return SimpleNamespace(endpoint_url="http://127.0.0.1:9")
