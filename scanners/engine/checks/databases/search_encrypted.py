"""OpenSearch domains are encrypted at rest."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_encryption
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight
from scanners.engine.facts.opensearch import OpenSearchFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="search_encrypted",
    title="OpenSearch domains encrypted at rest",
    question="Are OpenSearch domains encrypted at rest?",
    needs=(OpenSearchFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Turn on encryption at rest. It cannot be turned off again.",
    cli="aws opensearch update-domain-config --domain-name ... --encryption-at-rest-options Enabled=true",
    console="OpenSearch Service > Domains > the domain > Security configuration > Encryption.",
    source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/encryption-at-rest.html",
)


@check.judge
def judge(scope: Scope, search: Regional[OpenSearchFacts]) -> Iterator[Verdict]:
    """NOT_APPLICABLE for data stores that are declared to hold no sensitive data."""
    yield from judged(
        scope,
        found(search, lambda facts: facts.domains),
        lambda region, one: judge_encryption(
            scope, region, one.arn, f"Domain {one.name}", is_encrypted=one.is_encrypted
        ),
        reason="no_domains",
        message="The account has no OpenSearch domains.",
    )
