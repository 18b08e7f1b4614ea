"""Data stores that AWS always encrypts at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scanners.engine.checks._by_region import Found, found
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.fsx import FsxFacts
from scanners.engine.facts.kafka import KafkaFacts
from scanners.engine.facts.memorydb import MemoryDbFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.secrets import SecretFacts
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="always_encrypted_services",
    title="Data stores encrypted by default",
    question="Which data stores does AWS encrypt by default?",
    needs=(S3Facts, DynamoDbFacts),
    also=(FsxFacts, MemoryDbFacts, KafkaFacts, BackupFacts, SecretFacts, ServerlessStoreFacts),
    severity=Severity.INFO,
    weight=Weight.SUPPORTING,
    fix="No action required. If a contract requires customer managed keys, document which ones you use.",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html",
)
_SINCE = "objects written since 5 January 2023"
_LISTS: Mapping[type, Mapping[str, Callable[[Any], Any]]] = {
    DynamoDbFacts: {"DynamoDB": lambda facts: facts.tables},
    FsxFacts: {"FSx": lambda facts: facts.file_systems},
    MemoryDbFacts: {"MemoryDB": lambda facts: facts.clusters},
    KafkaFacts: {"MSK": lambda facts: facts.clusters},
    BackupFacts: {"AWS Backup": lambda facts: facts.vaults},
    SecretFacts: {"Secrets Manager": lambda facts: facts.secrets},
    ServerlessStoreFacts: {
        "Keyspaces": lambda facts: facts.keyspaces,
        "Aurora DSQL": lambda facts: facts.dsql_clusters,
        "DocumentDB elastic": lambda facts: facts.elastic_clusters,
        "OpenSearch Serverless": lambda facts: facts.collections,
    },
}


@check.judge
def judge(scope: Scope, s3: S3Facts, *regional: Regional[Any] | Unknown) -> Iterator[Verdict]:
    """One verdict per data store, and one for each gap."""
    stores = _buckets(scope, s3)
    for kind, facts in zip(_LISTS, regional, strict=True):  # in the order of `needs` and `also`
        for service, pick in _LISTS[kind].items():
            stores = stores.plus(_named(service, found(facts, pick)))
    for region, gap in stores.gaps:
        yield unknown(scope.account_arn, gap, region=region)
    for region, (service, arn, note) in stores.items:
        yield passed(arn, f"{service} encrypts this data store by default{note}.", region=region, service=service)
    if not stores.items and not stores.gaps:
        yield not_applicable(scope.account_arn, "no_stores", "The account has no data stores of these services.")


def _buckets(scope: Scope, s3: S3Facts) -> Found[tuple[str, str, str]]:
    if isinstance(s3.buckets, Unknown):
        return Found((), (("", s3.buckets),))
    note = f" ({_SINCE})"
    return Found(tuple((bucket.region, ("S3", bucket.arn(scope.partition), note)) for bucket in s3.buckets))


def _named(service: str, stores: Found[Any]) -> Found[tuple[str, str, str]]:
    return Found(tuple((region, (service, one.arn, "")) for region, one in stores.items), stores.gaps)
