"""Only what a tag or the customer calls sensitive."""

from __future__ import annotations

import pytest

from scanners.engine.facts.messaging import Channel, MessagingFacts
from scanners.engine.facts.tagging import DataTag, TagFacts
from scanners.engine.facts.unknown import Unknown
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, judge
from tests.scanners.store_builders import NOT_ASKED, arn, declared, half, here

CHECK = "queue_topic_encrypted"


def queue(encryption: str | Unknown = "SSE-SQS", name: str = "orders") -> Channel:
    return Channel(arn("sqs", name), "queue", name, encryption)


def channels(*some: Channel, **changes: object):
    return here(MessagingFacts(**{"queues": some, "topics": (), "streams": (), **changes}))


def tagged(value: str, name: str = "orders"):
    return here(TagFacts((), (), (DataTag(arn("sqs", name), "data-classification", value),)))


PLAIN = queue("")
PII, ODD = tagged("pii"), tagged("L3")
TOPIC = Channel(arn("sns", "news"), "topic", "news", "")
STREAM = Channel(arn("kinesis", "stream/clicks"), "stream", "clicks", "alias/aws/kinesis")
NO_TAGS = here(TagFacts((), ()))

CASES = {
    "encrypted": case("pass", channels(queue()), PII),
    "plain and tagged sensitive": case("fail", channels(PLAIN), PII),
    "plain and tagged somehow": case("review", channels(PLAIN), ODD),
    "plain and declared sensitive": case("fail", channels(PLAIN), ODD, scope=declared(PLAIN.arn, is_sensitive=True)),
    "plain and declared harmless": case(
        "not_applicable", channels(PLAIN), PII, scope=declared(PLAIN.arn, is_sensitive=False)
    ),
    "no tag, not looked into": case("review", channels(queue(NOT_ASKED)), NO_TAGS),
    "no tag, encrypted": case("pass", channels(queue()), NO_TAGS),
    "no tag, plain": case("fail", channels(PLAIN), NO_TAGS),
    "no tag, plain, declared harmless": case(
        "not_applicable", channels(PLAIN), NO_TAGS, scope=declared(PLAIN.arn, is_sensitive=False)
    ),
    "no tag, but declared sensitive": case(
        "unknown", channels(queue(NOT_ASKED)), NO_TAGS, scope=declared(PLAIN.arn, is_sensitive=True)
    ),
    "refused for one": case("unknown", channels(queue(DENIED)), PII),
    "refused for one that the tags name": case("pass unknown", channels(queue(), queue(DENIED, "b")), PII),
    "tags refused": case("unknown", channels(queue(NOT_ASKED)), TagFacts=DENIED),
    "one of each": case(
        "fail fail pass review", channels(PLAIN, queue(NOT_ASKED, "b"), topics=(TOPIC,), streams=(STREAM,)), PII
    ),
    "nothing": case("not_applicable", channels(), NO_TAGS),
    "one list refused": case("pass unknown", channels(queue(), topics=DENIED), PII),
    "one region refused": case("pass unknown", half(channels(queue()).by_region["eu-west-1"]), PII),
    "refused": case("unknown", MessagingFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_what_was_not_looked_into_is_counted_once_per_region():
    (verdict,) = judge(CHECK, channels(queue(NOT_ASKED), queue(NOT_ASKED, "b")), NO_TAGS)

    assert (verdict.outcome, verdict.evidence["count"]) == ("review", 2)
    assert "Encryption was not checked for 2 queues, topics and streams in eu-west-1." in verdict.message
