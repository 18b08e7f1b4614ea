"""Data stores that must be classified."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from scanners.engine.checks._by_region import Found, found
from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.opensearch import OpenSearchFacts
from scanners.engine.facts.rds import DbInstance, RdsFacts
from scanners.engine.facts.redshift import RedshiftFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.serverless_stores import ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

KINDS = (S3Facts, RdsFacts, DynamoDbFacts, EfsFacts, RedshiftFacts, OpenSearchFacts, ServerlessStoreFacts)
_LISTS: tuple[tuple[Callable[[Any], Any], ...], ...] = (
    (lambda facts: facts.instances, lambda facts: facts.clusters),
    (lambda facts: facts.tables,),
    (lambda facts: facts.file_systems,),
    (lambda facts: facts.clusters, lambda facts: facts.namespaces),
    (lambda facts: facts.domains,),
    (
        lambda facts: facts.keyspaces,
        lambda facts: facts.dsql_clusters,
        lambda facts: facts.elastic_clusters,
        lambda facts: facts.collections,
    ),
)


@dataclass(frozen=True, slots=True)
class Inventory:
    """All data stores, those that are not classified, and the gaps by Region."""

    arns: tuple[str, ...]
    unclassified: tuple[str, ...]
    gaps: tuple[tuple[str, Unknown], ...]


def inventory(scope: Scope, s3: S3Facts | Unknown, others: Iterable[Regional[Any] | Unknown]) -> Inventory:
    """`others` are the facts of `KINDS` after the first, in that order; members of a cluster follow it."""
    stores: Found[Any] = Found()
    for facts, lists in zip(others, _LISTS, strict=True):
        stores = stores.plus(found(facts, *lists))
    arns = [one.arn for _, one in stores.items if not (isinstance(one, DbInstance) and one.cluster)]
    buckets = s3 if isinstance(s3, Unknown) else s3.buckets
    gaps = list(stores.gaps)
    if isinstance(buckets, Unknown):
        gaps.append(("", buckets))
    else:
        arns += [bucket.arn(scope.partition) for bucket in buckets]
    unclassified = sorted(arn for arn in arns if scope.store(arn).is_sensitive is None)
    return Inventory(tuple(arns), tuple(unclassified), tuple(gaps))
