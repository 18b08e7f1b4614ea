"""The data stores a scan saw, whatever service keeps them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scanners.engine.facts.cloudtrail import TrailFacts
from scanners.engine.facts.dax import DaxFacts
from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.ebs import EbsFacts
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.elasticache import ElastiCacheFacts
from scanners.engine.facts.fsx import FsxFacts
from scanners.engine.facts.kafka import KafkaFacts
from scanners.engine.facts.memorydb import MemoryDbFacts
from scanners.engine.facts.opensearch import OpenSearchFacts
from scanners.engine.facts.rds import DbInstance, RdsFacts
from scanners.engine.facts.redshift import RedshiftFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Reason, Unknown


@dataclass(frozen=True, slots=True)
class SeenStore:
    """One store. `hint` is a role that AWS's own facts suggest, with `why`: it is shown and never counts."""

    arn: str
    name: str
    kind: str
    region: str
    hint: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """All stores by kind, region and name; `unread` says of which kinds some may be missing, and why."""

    stores: tuple[SeenStore, ...]
    unread: tuple[tuple[str, str, Unknown], ...]  # (kind, region, gap)


_REGIONAL: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (RdsFacts, "Database", lambda facts: facts.instances),
    (RdsFacts, "Database cluster", lambda facts: facts.clusters),
    (DynamoDbFacts, "Table", lambda facts: facts.tables),
    (EbsFacts, "Volume", lambda facts: facts.volumes),
    (EfsFacts, "File system", lambda facts: facts.file_systems),
    (FsxFacts, "File system", lambda facts: facts.file_systems),
    (RedshiftFacts, "Warehouse", lambda facts: facts.clusters),
    (RedshiftFacts, "Warehouse", lambda facts: facts.namespaces),
    (OpenSearchFacts, "Search domain", lambda facts: facts.domains),
    (ElastiCacheFacts, "Cache", lambda facts: facts.groups),
    (ElastiCacheFacts, "Cache", lambda facts: facts.serverless),
    (MemoryDbFacts, "In-memory database", lambda facts: facts.clusters),
    (DaxFacts, "Cache", lambda facts: facts.clusters),
    (KafkaFacts, "Stream", lambda facts: facts.clusters),
    (ServerlessStoreFacts, "Keyspace", lambda facts: facts.keyspaces),
    (ServerlessStoreFacts, "Database cluster", lambda facts: facts.dsql_clusters),
    (ServerlessStoreFacts, "Database cluster", lambda facts: facts.elastic_clusters),
    (ServerlessStoreFacts, "Search collection", lambda facts: facts.collections),
)
BUCKET = "Bucket"
KINDS = tuple(dict.fromkeys((BUCKET, *(kind for _, kind, _ in _REGIONAL))))
FACTS_WITH_STORES = (S3Facts, TrailFacts, *dict.fromkeys(fact for fact, _, _ in _REGIONAL))


def stores_in(facts: Mapping[type, object], partition: str) -> Seen:
    """Every store in the facts. Members of a database cluster follow their cluster and are left out."""
    stores, unread = [], []
    for found in (_buckets(facts, partition), _regional(facts)):
        for one in found:
            if isinstance(one, SeenStore):
                stores.append(one)
            else:
                unread.append(one)
    by_arn = {one.arn: one for one in stores}
    order = sorted(by_arn.values(), key=lambda one: (KINDS.index(one.kind), one.region, one.name, one.arn))
    return Seen(tuple(order), tuple(dict.fromkeys(unread)))


def _buckets(facts: Mapping[type, object], partition: str) -> Iterator[SeenStore | tuple[str, str, Unknown]]:
    s3 = facts.get(S3Facts, Unknown(Reason.NOT_COLLECTED, ""))
    buckets = s3.buckets if isinstance(s3, S3Facts) else s3
    if not isinstance(buckets, tuple):
        yield BUCKET, "", buckets if isinstance(buckets, Unknown) else Unknown(Reason.NOT_COLLECTED, "")
        return
    trails = facts.get(TrailFacts)
    logs = {trail.bucket for trail in trails.trails} if isinstance(trails, TrailFacts) else set()
    for bucket in buckets:
        arn = bucket.arn(partition)
        if bucket.name in logs:
            yield SeenStore(arn, bucket.name, BUCKET, bucket.region, "log", "CloudTrail delivers to it")
        else:
            yield SeenStore(arn, bucket.name, BUCKET, bucket.region)


def _regional(facts: Mapping[type, object]) -> Iterator[SeenStore | tuple[str, str, Unknown]]:
    for fact, kind, stores_of in _REGIONAL:
        regional = facts.get(fact, Unknown(Reason.NOT_COLLECTED, ""))
        if not isinstance(regional, Regional):
            yield kind, "", regional if isinstance(regional, Unknown) else Unknown(Reason.NOT_COLLECTED, "")
            continue
        for region, gap in regional.unknown():
            yield kind, region, gap
        for region, known in regional.known():
            stores = stores_of(known)
            if isinstance(stores, Unknown):
                yield kind, region, stores
                continue
            for one in stores:
                if not (isinstance(one, DbInstance) and one.cluster):
                    yield _store(one, kind, region)


def _store(one: Any, kind: str, region: str) -> SeenStore:
    name = getattr(one, "name", "") or getattr(one, "id", "") or one.arn.rpartition(":")[2].rpartition("/")[2]
    if getattr(one, "replica_of", ""):
        return SeenStore(one.arn, name, kind, region, "replica", f"Replica of {one.replica_of}"[:200])
    if kind == "Cache":
        return SeenStore(one.arn, name, kind, region, "cache", "The service is a cache")
    return SeenStore(one.arn, name, kind, region)
