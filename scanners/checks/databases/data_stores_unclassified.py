"""What nobody has classified may hold anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from scanners.checks._by_region import Found, found
from scanners.facts.dynamodb import DynamoDbFacts
from scanners.facts.efs import EfsFacts
from scanners.facts.opensearch import OpenSearchFacts
from scanners.facts.rds import DbInstance, RdsFacts
from scanners.facts.redshift import RedshiftFacts
from scanners.facts.regional import Regional
from scanners.facts.s3 import S3Facts
from scanners.facts.unknown import Unknown
from scanners.registry import Check
from scanners.scope import Scope
from scanners.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown

_SHOWN = 50
_LISTS: tuple[tuple[Callable[[Any], Any], ...], ...] = (
    (lambda facts: facts.instances, lambda facts: facts.clusters),
    (lambda facts: facts.tables,),
    (lambda facts: facts.file_systems,),
    (lambda facts: facts.clusters, lambda facts: facts.namespaces),
    (lambda facts: facts.domains,),
)

check = Check(
    id="data_stores_unclassified",
    title="Every data store is classified",
    question="Which data stores are missing from the inventory of data?",
    needs=(),
    also=(S3Facts, RdsFacts, DynamoDbFacts, EfsFacts, RedshiftFacts, OpenSearchFacts),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Say of each store what it holds and how sensitive it is.",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/data-classification.html",
)


@check.judge
def judge(scope: Scope, s3: S3Facts | Unknown, *others: Regional[Any] | Unknown) -> Iterator[Verdict]:
    """The stores that were found, less those somebody has classified; members of a cluster follow it."""
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
    yield from (unknown(scope.account_arn, gap, region=region) for region, gap in gaps)
    missing = sorted(arn for arn in arns if scope.store(arn).is_sensitive is None)
    if missing:
        message = f"{len(missing)} of {len(arns)} data stores are not classified."
        yield review(scope.account_arn, message, missing=missing[:_SHOWN], count=len(missing))
    elif arns:
        yield passed(
            scope.account_arn, f"Every data store that was seen is classified, {len(arns)} in all.", count=len(arns)
        )
    elif not gaps:
        yield not_applicable(scope.account_arn, "no_stores", "There are no data stores.")
