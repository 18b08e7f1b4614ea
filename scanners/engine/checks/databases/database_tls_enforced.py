"""Databases require TLS connections by a parameter."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.database_params import DatabaseTlsFacts, TlsGroup
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.serverless_stores import ServerlessStore, ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="database_tls_enforced",
    title="TLS required by databases",
    question="Do databases with sensitive data require TLS?",
    needs=(DatabaseTlsFacts,),
    also=(ServerlessStoreFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Set the parameter in a custom parameter group, and use that group.",
    cli="aws rds modify-db-parameter-group --db-parameter-group-name ... "
    "--parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate",
    console="RDS > Parameter groups > the group > Edit.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html",
)
_OFF = frozenset({"0", "off", "false", "disabled"})


@check.judge
def judge(
    scope: Scope, facts: Regional[DatabaseTlsFacts], serverless: Regional[ServerlessStoreFacts] | Unknown
) -> Iterator[Verdict]:
    """Never FAIL, because traffic may stay in the VPC and engine defaults differ by version."""
    groups: Found[TlsGroup | ServerlessStore] = (
        found(facts, lambda fact: fact.databases)
        .plus(found(facts, lambda fact: fact.warehouses))
        .plus(found(serverless, lambda fact: fact.keyspaces, lambda fact: fact.dsql_clusters))
        .plus(found(serverless, lambda fact: fact.elastic_clusters, lambda fact: fact.collections))
    )
    yield from judged(
        scope,
        groups,
        lambda region, group: _judge(scope, region, group),
        reason="no_databases",
        message="The account has no databases with a TLS parameter.",
    )


def _judge(scope: Scope, region: str, group: TlsGroup | ServerlessStore) -> Verdict:
    if isinstance(group, ServerlessStore):
        return passed(group.arn, f"The service accepts only TLS connections to {group.name}.", region=region)
    if isinstance(group.value, Unknown):
        return unknown(group.arn, group.value, region=region)
    seen = {"parameter": group.parameter, "value": group.value or "engine default", "databases": group.databases[:20]}
    if group.value and group.value.lower() not in _OFF:
        return passed(group.arn, f"Parameter group {group.name} requires TLS.", region=region, **seen)
    if all(scope.store(name).is_sensitive is False for name in group.databases):
        message = f"The databases of parameter group {group.name} are declared to hold no sensitive data."
        return not_applicable(group.arn, "not_sensitive", message, region=region)
    if group.value:
        return review(group.arn, f"Parameter group {group.name} does not require TLS.", region=region, **seen)
    message = f"Parameter group {group.name} uses the default of the engine, which depends on its version."
    return review(group.arn, message, region=region, **seen)
