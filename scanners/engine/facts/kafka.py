"""MSK clusters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KafkaCluster:
    """One cluster; `client_traffic` is TLS, TLS_PLAINTEXT or PLAINTEXT. A serverless one takes TLS only."""

    arn: str
    name: str
    is_serverless: bool
    client_traffic: str


@dataclass(frozen=True, slots=True)
class KafkaFacts:
    """The clusters of one region; handed over as `Regional[KafkaFacts]`."""

    clusters: tuple[KafkaCluster, ...]
