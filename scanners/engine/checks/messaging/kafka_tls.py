"""MSK brokers accept only TLS connections."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks._encryption import judge_if_sensitive
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review
from scanners.engine.facts.kafka import KafkaCluster, KafkaFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="kafka_tls",
    title="TLS required by MSK brokers",
    question="Do MSK brokers require TLS?",
    needs=(KafkaFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Choose TLS encryption only between clients and brokers.",
    cli="aws kafka update-security --cluster-arn ... --current-version ... "
    "--encryption-info EncryptionInTransit={ClientBroker=TLS}",
    console="MSK > Clusters > the cluster > Properties > Security settings.",
    source="https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html",
)


@check.judge
def judge(scope: Scope, kafka: Regional[KafkaFacts]) -> Iterator[Verdict]:
    """PASS for serverless clusters, which accept only TLS."""
    yield from judged(
        scope,
        found(kafka, lambda facts: facts.clusters),
        lambda region, one: _judge(scope, region, one),
        reason="no_clusters",
        message="The account has no MSK clusters.",
    )


def _judge(scope: Scope, region: str, one: KafkaCluster) -> Verdict:
    traffic = one.client_traffic
    if one.is_serverless or traffic == "TLS":
        return passed(one.arn, f"Cluster {one.name} accepts only TLS.", region=region, client_traffic=traffic)
    if traffic == "PLAINTEXT":
        bad = f"Cluster {one.name} accepts only plaintext connections."
        return judge_if_sensitive(scope, region, one.arn, is_good=False, good="", bad=bad)
    message = f"Cluster {one.name} also accepts plaintext connections, or AWS does not report the setting."
    return review(one.arn, message, region=region, client_traffic=traffic)
