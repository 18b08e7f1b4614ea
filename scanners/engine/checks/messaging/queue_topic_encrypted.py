"""What waits in a queue, topic or stream is at rest too. Queues made since 2022 are encrypted unless switched off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scanners.engine.checks._by_region import found
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.messaging import Channel, MessagingFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.tagging import DataTag, TagFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

check = Check(
    id="queue_topic_encrypted",
    title="Queues, topics and streams are encrypted",
    question="Are queues, topics and streams with sensitive messages encrypted?",
    needs=(MessagingFacts,),
    also=(TagFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Switch encryption on, with the service's own key or one of yours. "
    "Classify what holds no sensitive data. Past the first hundred of a kind in a Region the scan looks only into what "
    "carries a tag about its data, for example data-classification: confidential.",
    cli="aws sqs set-queue-attributes --queue-url ... --attributes SqsManagedSseEnabled=true",
    console="SQS > Queues > the queue > Edit > Encryption; SNS > Topics > the topic > Edit > Encryption; "
    "Kinesis > Data streams > the stream > Configuration > Encryption.",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
)
_UNTAGGED = "It is declared sensitive, but it carries no tag about its data, so the scan did not look into it; tag it."


@check.judge
def judge(scope: Scope, messaging: Regional[MessagingFacts], tags: Regional[TagFacts] | Unknown) -> Iterator[Verdict]:
    """One verdict for each channel that was looked into, one for the others of a region together."""
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
            f"Encryption of queues, topics and streams in {region} was not read for {count} of them; tag what holds "
            "sensitive data, and the next scan looks into it."
        )
        yield review(scope.account_arn, message, region=region, count=count)
    if not channels.items and not gaps:
        yield not_applicable(scope.account_arn, "no_channels", "There are no queues, topics or streams.")


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
        return failed(one.arn, f"{name} is called sensitive and is not encrypted.", region=region, tag=_label(tag))
    if tag is None:
        return failed(one.arn, f"{name} is not encrypted, and nobody has classified it.", region=region)
    message = f"{name} is not encrypted; say whether its tag means that the messages are sensitive."
    return review(one.arn, message, region=region, tag=_label(tag))


def _tags_of(region: str, tags: Regional[TagFacts] | Unknown) -> TagFacts | Unknown:
    if isinstance(tags, Unknown):
        return tags
    return tags.by_region.get(region, Unknown(Reason.NOT_COLLECTED, "tag:GetResources"))


def _label(tag: DataTag | None) -> str:
    return tag.label if tag else ""
