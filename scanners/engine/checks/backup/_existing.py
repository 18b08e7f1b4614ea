"""Resource types, by their AWS Backup names, that exist in a Region."""

from __future__ import annotations

from collections.abc import Iterable

from scanners.engine.facts.dynamodb import DynamoDbFacts
from scanners.engine.facts.ebs import EbsFacts
from scanners.engine.facts.efs import EfsFacts
from scanners.engine.facts.fsx import FsxFacts
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown

_ENGINES = {"docdb": "DocumentDB", "neptune": "Neptune", "aurora": "Aurora"}


def existing_types(region: str, stores: Iterable[Regional[object] | Unknown]) -> tuple[str, ...]:
    """Considers only resources that were read."""
    known = (one.by_region.get(region) for one in stores if isinstance(one, Regional))
    return tuple(sorted({kind for fact in known for kind in _types(fact)}))


def _types(fact: object) -> Iterable[str]:
    if isinstance(fact, RdsFacts):
        return _databases(fact)
    if isinstance(fact, DynamoDbFacts):
        return ("DynamoDB",) if fact.tables else ()
    if isinstance(fact, EbsFacts):
        return ("EBS",) if isinstance(fact.volumes, tuple) and any(one.is_in_use for one in fact.volumes) else ()
    if isinstance(fact, EfsFacts):
        return ("EFS",) if fact.file_systems else ()
    return ("FSx",) if isinstance(fact, FsxFacts) and fact.file_systems else ()


def _databases(facts: RdsFacts) -> Iterable[str]:
    clusters = () if isinstance(facts.clusters, Unknown) else facts.clusters
    instances = () if isinstance(facts.instances, Unknown) else facts.instances
    for cluster in clusters:
        yield next((name for prefix, name in _ENGINES.items() if cluster.engine.startswith(prefix)), "RDS")
    if any(not one.cluster for one in instances):
        yield "RDS"
