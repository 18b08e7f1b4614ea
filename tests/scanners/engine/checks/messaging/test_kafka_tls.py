"""Between clients and brokers."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import brokers, declared, half, streams

CHECK = "kafka_tls"
PLAIN = brokers(client_traffic="PLAINTEXT")

CASES = {
    "TLS": case("pass", streams(brokers())),
    "serverless": case("pass", streams(brokers(is_serverless=True, client_traffic=""))),
    "both": case("review", streams(brokers(client_traffic="TLS_PLAINTEXT"))),
    "AWS does not say": case("review", streams(brokers(client_traffic=""))),
    "plain": case("review", streams(PLAIN)),
    "plain and sensitive": case("fail", streams(PLAIN), scope=declared(PLAIN.arn, is_sensitive=True)),
    "plain, nothing sensitive": case("not_applicable", streams(PLAIN), scope=declared(PLAIN.arn, is_sensitive=False)),
    "one of each": case("pass review", streams(PLAIN, brokers("b"))),
    "nothing": case("not_applicable", streams()),
    "refused": case("unknown", KafkaFacts=DENIED),
    "one region refused": case("unknown", half(streams().by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
