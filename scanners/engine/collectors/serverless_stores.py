"""Keyspaces, Aurora DSQL clusters, DocumentDB elastic clusters, OpenSearch Serverless collections: one list each.

The tables of a keyspace are not described: GetTable needs cassandra:Select on the table, which reads its rows as well.
https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_ListKeyspaces.html
"""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, number, structure, text, text_or
from scanners.engine.facts.serverless_stores import ServerlessStore, ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown

# The list of keyspaces is kept in system tables; no other table may be read.
_SYSTEM_TABLES = ("arn:*:cassandra:*:*:/keyspace/system*",)
_SYSTEM_KEYSPACES = frozenset({"system", "system_schema", "system_schema_mcs", "system_multiregion_info"})
_GONE = "ResourceNotFoundException"

LIST_KEYSPACES = Operation("keyspaces", "ListKeyspaces", "cassandra:Select", _SYSTEM_TABLES)
LIST_DSQL = Operation("dsql", "ListClusters", "dsql:ListClusters")
LIST_ELASTIC = Operation("docdb-elastic", "ListClusters", "docdb-elastic:ListClusters")
GET_ELASTIC = Operation("docdb-elastic", "GetCluster", "docdb-elastic:GetCluster")
LIST_COLLECTIONS = Operation(
    "opensearchserverless", "ListCollections", "aoss:ListCollections", paging=Paging("nextToken", "nextToken")
)


def collect(context: Context) -> ServerlessStoreFacts:
    """Each list that could not be read is Unknown by itself."""
    keyspaces = read_region(context, LIST_KEYSPACES, "keyspaces", _keyspace)
    if not isinstance(keyspaces, Unknown):
        keyspaces = tuple(one for one in keyspaces if one.name not in _SYSTEM_KEYSPACES)
    return ServerlessStoreFacts(
        keyspaces=keyspaces,
        dsql_clusters=read_region(context, LIST_DSQL, "clusters", _dsql_cluster),
        elastic_clusters=_elastic_clusters(context),
        collections=read_region(context, LIST_COLLECTIONS, "collectionSummaries", _collection),
    )


def _keyspace(entry: Fields) -> ServerlessStore:
    return ServerlessStore(text(entry, "resourceArn").rstrip("/"), text(entry, "keyspaceName"))


def _dsql_cluster(entry: Fields) -> ServerlessStore:
    return ServerlessStore(text(entry, "arn"), text(entry, "identifier"))


def _collection(entry: Fields) -> ServerlessStore:
    return ServerlessStore(text(entry, "arn"), text_or(entry, "name"))


def _elastic_clusters(context: Context) -> tuple[ServerlessStore, ...] | Unknown:
    listed = read_region(
        context, LIST_ELASTIC, "clusters", lambda one: (text(one, "clusterArn"), text(one, "clusterName"))
    )
    if isinstance(listed, Unknown):
        return listed
    found = context.reader.each(lambda one: _elastic_cluster(context, *one), listed)
    return tuple(one for one in found if one is not None)


def _elastic_cluster(context: Context, arn: str, name: str) -> ServerlessStore | None:
    """None if the cluster was deleted after it was listed."""
    try:
        answer = context.reader.call(GET_ELASTIC, region=context.region, clusterArn=arn)
        return ServerlessStore(arn, name, number(structure(answer, "cluster"), "backupRetentionPeriod"))
    except CallFailed as failed:
        return None if failed.code == _GONE else ServerlessStore(arn, name, failed.gap)
    except MalformedAnswerError as odd:
        return ServerlessStore(arn, name, malformed(GET_ELASTIC, odd))


COLLECTORS = (
    Collector(
        "serverless_stores",
        ServerlessStoreFacts,
        (LIST_KEYSPACES, LIST_DSQL, LIST_ELASTIC, GET_ELASTIC, LIST_COLLECTIONS),
        collect,
        is_regional=True,
    ),
)
