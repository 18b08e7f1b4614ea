"""The one parameter by which a database forces TLS, of the groups that are in use.

Asked for changed parameters only (Source=user), a group answers in one page instead of five; a default group cannot
be changed, so it is not asked at all.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import local_arn
from scanners.engine.collectors.shape import MalformedAnswerError, structures, text_or
from scanners.engine.facts.database_params import DatabaseTlsFacts, TlsGroup
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.redshift import RedshiftFacts
from scanners.engine.facts.unknown import Reason, Unknown

DESCRIBE_GROUP = Operation("rds", "DescribeDBParameters", "rds:DescribeDBParameters")
DESCRIBE_CLUSTER_GROUP = Operation("rds", "DescribeDBClusterParameters", "rds:DescribeDBClusterParameters")
DESCRIBE_WAREHOUSE_GROUP = Operation("redshift", "DescribeClusterParameters", "redshift:DescribeClusterParameters")
_PARAMETERS = (
    ("aurora-postgresql", "rds.force_ssl"),
    ("aurora", "require_secure_transport"),
    ("docdb", "tls"),
    ("mariadb", "require_secure_transport"),
    ("mysql", "require_secure_transport"),
    ("postgres", "rds.force_ssl"),
    ("sqlserver", "rds.force_ssl"),
)


@dataclass(frozen=True, slots=True)
class _Use:
    """A database runs with a group; `kind` is how the group's ARN begins."""

    kind: str
    group: str
    parameter: str
    database: str


_CALLS = {
    "pg": (DESCRIBE_GROUP, "DBParameterGroupName", "rds"),
    "cluster-pg": (DESCRIBE_CLUSTER_GROUP, "DBClusterParameterGroupName", "rds"),
    "parametergroup": (DESCRIBE_WAREHOUSE_GROUP, "ParameterGroupName", "redshift"),
}


def collect(context: Context) -> DatabaseTlsFacts:
    """Groups of databases and of warehouses; where those are unknown, so are their groups."""
    rds, redshift = context.facts.get(RdsFacts), context.facts.get(RedshiftFacts)
    uses = _database_uses(rds) if isinstance(rds, RdsFacts) else _gap(rds, DESCRIBE_GROUP)
    warehouses = (
        _warehouse_uses(redshift) if isinstance(redshift, RedshiftFacts) else _gap(redshift, DESCRIBE_WAREHOUSE_GROUP)
    )
    return DatabaseTlsFacts(
        databases=uses if isinstance(uses, Unknown) else _groups(context, uses),
        warehouses=warehouses if isinstance(warehouses, Unknown) else _groups(context, warehouses),
    )


def _gap(fact: object, operation: Operation) -> Unknown:
    return fact if isinstance(fact, Unknown) else Unknown(Reason.NOT_COLLECTED, operation.action)


def _database_uses(facts: RdsFacts) -> list[_Use] | Unknown:
    for part in (facts.instances, facts.clusters):
        if isinstance(part, Unknown):
            return part
    instances = () if isinstance(facts.instances, Unknown) else facts.instances
    clusters = () if isinstance(facts.clusters, Unknown) else facts.clusters
    uses = [
        _Use("pg", group, _parameter(one.engine), one.arn)
        for one in instances
        if not one.cluster
        for group in one.parameter_groups
    ]
    uses += [_Use("cluster-pg", one.parameter_group, _parameter(one.engine), one.arn) for one in clusters]
    return [use for use in uses if use.parameter and use.group]


def _parameter(engine: str) -> str:
    return next((name for prefix, name in _PARAMETERS if engine.startswith(prefix)), "")


def _warehouse_uses(facts: RedshiftFacts) -> list[_Use] | Unknown:
    if isinstance(facts.clusters, Unknown):
        return facts.clusters
    return [
        _Use("parametergroup", group, "require_ssl", one.arn)
        for one in facts.clusters
        for group in one.parameter_groups
    ]


def _groups(context: Context, uses: Iterable[_Use]) -> tuple[TlsGroup, ...]:
    databases: dict[tuple[str, str, str], list[str]] = {}
    for use in uses:
        databases.setdefault((use.kind, use.group, use.parameter), []).append(use.database)
    return tuple(_group(context, key, databases[key]) for key in sorted(databases))


def _group(context: Context, key: tuple[str, str, str], databases: list[str]) -> TlsGroup:
    kind, name, parameter = key
    _, _, service = _CALLS[kind]
    arn = local_arn(context, service, f"{kind}:{name}")
    return TlsGroup(arn, name, parameter, tuple(databases), _value(context, kind, name, parameter))


def _value(context: Context, kind: str, name: str, parameter: str) -> str | Unknown:
    if name.startswith("default."):
        return ""
    operation, _, _ = _CALLS[kind]
    try:
        return next((value for found, value in _changed(context, kind, name) if found == parameter), "")
    except CallFailed as failed:
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


def _changed(context: Context, kind: str, name: str) -> Iterator[tuple[str, str]]:
    operation, argument, _ = _CALLS[kind]
    arguments: dict[str, object] = {argument: name, "Source": "user"}
    for page in context.reader.pages(operation, region=context.region, **arguments):
        for one in structures(page, "Parameters"):
            yield text_or(one, "ParameterName"), text_or(one, "ParameterValue")


COLLECTORS = (
    Collector(
        "database_params",
        DatabaseTlsFacts,
        (DESCRIBE_GROUP, DESCRIBE_CLUSTER_GROUP, DESCRIBE_WAREHOUSE_GROUP),
        collect,
        after=(RdsFacts, RedshiftFacts),
        is_regional=True,
    ),
)
