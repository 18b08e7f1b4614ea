"""OpenSearch and Elasticsearch domains."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchDomain:
    """One domain; `tls_policy` is AWS's name of it."""

    arn: str
    name: str
    is_encrypted: bool
    enforces_https: bool
    encrypts_between_nodes: bool
    tls_policy: str
    is_multi_az: bool
    log_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenSearchFacts:
    """The domains of one region; handed over as `Regional[OpenSearchFacts]`."""

    domains: tuple[SearchDomain, ...]
