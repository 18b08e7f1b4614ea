"""SQS queues, SNS topics and Kinesis streams are encrypted at rest. SQS queues created since 2022 are by default."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scanners.engine.checks._by_region import found
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.counts import counted
from scanners.engine.facts.messaging import Channel, MessagingFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.tagging import DataTag, TagFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="queue_topic_encrypted",
    title="Queues, topics and streams encrypted at rest",
    question="Are queues, topics and streams encrypted at rest?",
    needs=(MessagingFacts,),
    also=(TagFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Enable encryption, with the service's key or a customer managed key. "
    "Classify those without sensitive data. Beyond the first 100 of a type in a Region, the scan checks "
    "only those with "
    "a data tag, for example data-classification: confidential.",
    cli="aws sqs set-queue-attributes --queue-url ... --attributes SqsManagedSseEnabled=true",
    console="SQS > Queues > the queue > Edit > Encryption; SNS > Topics > the topic > Edit > Encryption; "
    "Kinesis > Data streams > the stream > Configuration > Encryption.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
)
_UNTAGGED = "It is declared sensitive, but has no data tag, so the scan did not check it. Add a tag."


@check.judge
def judge(scope: Scope, messaging: Regional[MessagingFacts], tags: Regional[TagFacts] | Unknown) -> Iterator[Verdict]:
    """One verdict for each channel that was checked, and one for the others of a Region."""
    channels = found(messaging, lambda facts: facts.queues, lambda facts: facts.topics, lambda facts: facts.streams)
    untold = {region: gap for region, _ in channels.items if isinstance(gap := _tags_of(region, tags), Unknown)}
    gaps = (*channels.gaps, *sorted(untold.items()))
    for region, gap in gaps:
        yield unknown(scope.account_arn, gap, region=region)
    others: Counter[str] = Counter()
    for region, one in channels.items:
        if _is_looked_into(scope, one):
            yield _judge(scope, region, one, _tags_of(region, tags))
        elif region not in untold:
            others[region] += 1
    for region, count in sorted(others.items()):
        message = (
            "Encryption was not checked for "
            f"{counted(count, 'queue, topic or stream', 'queues, topics and streams')} in {region}. Tag those with "
            "sensitive data, so that the next scan checks them."
        )
        yield review(scope.account_arn, message, region=region, count=count)
    if not channels.items and not gaps:
        yield not_applicable(scope.account_arn, "no_channels", "The account has no queues, topics or streams.")


def _is_looked_into(scope: Scope, one: Channel) -> bool:
    is_asked = not isinstance(one.encryption, Unknown) or bool(one.encryption.action)
    return is_asked or scope.store(one.arn).is_sensitive is True


def _judge(scope: Scope, region: str, one: Channel, tags: TagFacts | Unknown) -> Verdict:
    name, declared = f"{one.kind.capitalize()} {one.name}", scope.store(one.arn).is_sensitive
    tag = tags.data_tag(one.arn) if isinstance(tags, TagFacts) else None
    if isinstance(one.encryption, Unknown):
        gap = one.encryption if one.encryption.action else Unknown(Reason.NOT_COLLECTED, "", _UNTAGGED)
        return unknown(one.arn, gap, region=region)
    if one.encryption:
        return passed(one.arn, f"{name} is encrypted.", region=region, key=one.encryption, tag=_label(tag))
    if declared is False:
        message = f"{name} is not encrypted, and it is declared to hold no sensitive data."
        return not_applicable(one.arn, "not_sensitive", message, region=region, tag=_label(tag))
    if declared or (tag and tag.is_sensitive):
        return failed(
            one.arn, f"{name} is tagged or declared sensitive and is not encrypted.", region=region, tag=_label(tag)
        )
    if tag is None:
        return failed(one.arn, f"{name} is not encrypted and not classified.", region=region)
    message = f"{name} is not encrypted. Declare whether its messages are sensitive."
    return review(one.arn, message, region=region, tag=_label(tag))


def _tags_of(region: str, tags: Regional[TagFacts] | Unknown) -> TagFacts | Unknown:
    if isinstance(tags, Unknown):
        return tags
    return tags.by_region.get(region, Unknown(Reason.NOT_COLLECTED, "tag:GetResources"))


def _label(tag: DataTag | None) -> str:
    return tag.label if tag else ""
