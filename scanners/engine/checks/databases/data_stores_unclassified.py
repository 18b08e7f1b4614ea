"""All data stores are classified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.databases._stores import KINDS, inventory
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.s3 import S3Facts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

_SHOWN = 50

check = Check(
    id="data_stores_unclassified",
    title="All data stores classified",
    question="Which data stores are not classified?",
    needs=(),
    also=KINDS,
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Classify each data store: what it holds and how sensitive it is.",
    source="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/data-classification.html",
)


@check.judge
def judge(scope: Scope, s3: S3Facts | Unknown, *others: Regional[Any] | Unknown) -> Iterator[Verdict]:
    """Compares the data stores with the classification; cluster members follow their cluster."""
    stores = inventory(scope, s3, others)
    yield from (unknown(scope.account_arn, gap, region=region) for region, gap in stores.gaps)
    if missing := stores.unclassified:
        message = f"{len(missing)} of {counted(len(stores.arns), 'data store')} not classified."
        yield review(scope.account_arn, message, missing=missing[:_SHOWN], count=len(missing))
    elif count := len(stores.arns):
        yield passed(scope.account_arn, f"{counted(count, 'data store')}, all classified.", count=count)
    elif not stores.gaps:
        yield not_applicable(scope.account_arn, "no_stores", "The account has no data stores.")
