"""Keyspaces, Aurora DSQL, DocumentDB elastic clusters and OpenSearch Serverless have backups."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks._copies import Copies, Copy, State, judge_copy
from scanners.engine.checks._declared import declared_reproducible
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review, unknown
from scanners.engine.facts.backup import BackupFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.serverless_stores import ServerlessStore, ServerlessStoreFacts
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="serverless_database_backups",
    title="Serverless databases backed up",
    question="Are Keyspaces, Aurora DSQL, DocumentDB elastic clusters and OpenSearch Serverless backed up?",
    needs=(ServerlessStoreFacts,),
    also=(BackupFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Turn on point-in-time recovery of Keyspaces tables, and add DSQL clusters to an AWS Backup plan.",
    cli="aws keyspaces update-table --keyspace-name ... --table-name ... --point-in-time-recovery status=ENABLED",
    console="Keyspaces > Tables > the table > Backups; AWS Backup > Protected resources.",
    source="https://docs.aws.amazon.com/aurora-dsql/latest/userguide/backup-aurora-dsql.html",
)
_KEYSPACES, _DSQL, _ELASTIC, _COLLECTIONS = "Keyspace", "DSQL cluster", "Elastic cluster", "Collection"


@check.judge
def judge(
    scope: Scope, stores: Regional[ServerlessStoreFacts], backup: Regional[BackupFacts] | Unknown
) -> Iterator[Verdict]:
    """REVIEW for Keyspaces: reading point-in-time recovery requires a permission that also reads rows."""
    copies = Copies(scope, backup)

    def judge_one(region: str, found_one: tuple[str, ServerlessStore]) -> Verdict:
        kind, one = found_one
        reproducible = declared_reproducible(scope, region, one.arn, f"{kind} {one.name}")
        return reproducible or _judge(region, kind, one, copies.of(region, one.arn))

    yield from judged(
        scope,
        _named(stores),
        judge_one,
        reason="no_serverless_databases",
        message="The account has no keyspaces, DSQL clusters, DocumentDB elastic clusters or OpenSearch collections.",
    )


def _named(stores: Regional[ServerlessStoreFacts]) -> Found[tuple[str, ServerlessStore]]:
    everything: Found[tuple[str, ServerlessStore]] = Found()
    for kind, some in (
        (_KEYSPACES, found(stores, lambda facts: facts.keyspaces)),
        (_DSQL, found(stores, lambda facts: facts.dsql_clusters)),
        (_ELASTIC, found(stores, lambda facts: facts.elastic_clusters)),
        (_COLLECTIONS, found(stores, lambda facts: facts.collections)),
    ):
        named = tuple((region, (kind, one)) for region, one in some.items)
        everything = everything.plus(Found(named, some.gaps))
    return everything


def _judge(region: str, kind: str, one: ServerlessStore, copy: Copy) -> Verdict:
    name = f"{kind} {one.name}"
    if kind == _COLLECTIONS:
        message = f"OpenSearch Serverless backs up {name} every hour and keeps backups for 14 days."
        return passed(one.arn, message, region=region)
    if kind == _ELASTIC:
        return _judge_elastic(region, one, name)
    if kind == _KEYSPACES and copy.state is not State.RECENT:
        message = (
            f"Point-in-time recovery of {name} is set per table and not read by the scan. "
            "Document that it is turned on."
        )
        return review(one.arn, message, region=region)
    return judge_copy(region, one.arn, name, copy, lacks="has no automatic backups")


def _judge_elastic(region: str, one: ServerlessStore, name: str) -> Verdict:
    days = one.backup_days
    if isinstance(days, Unknown):
        return unknown(one.arn, days, region=region)
    if not days:
        return failed(one.arn, f"{name} has no automatic backups.", region=region, retention_days=0)
    noun = "day" if days == 1 else "days"
    return passed(one.arn, f"{name} keeps automatic backups for {days} {noun}.", region=region, retention_days=days)
