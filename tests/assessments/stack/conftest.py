"""The workers of the scanners' tests, without an AWS: packs make no call there."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.scanners.stack.conftest import broker, valkey, workers

__all__ = ["broker", "valkey", "workers"]


@pytest.fixture
def simulated_aws():
    """An address at which nothing listens."""
    return SimpleNamespace(endpoint_url="http://127.0.0.1:9")
