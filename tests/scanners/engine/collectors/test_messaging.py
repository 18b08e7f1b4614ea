from __future__ import annotations

import pytest

from scanners.engine.collectors import apigateway, messaging, tagging
from scanners.engine.facts.edge import ApiDomainFacts
from scanners.engine.facts.messaging import MessagingFacts
from scanners.engine.facts.tagging import DataTag, TagFacts
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.canned_aws import ACCOUNT, DENIED, CannedAws, Refusal, context_of, recorded_answers

US = "us-east-1"
QUEUE = f"arn:aws:sqs:{US}:{ACCOUNT}:orders"
TOPIC = f"arn:aws:sns:{US}:{ACCOUNT}:orders"
STREAM = f"arn:aws:kinesis:{US}:{ACCOUNT}:stream/clicks"
ALL = tuple(DataTag(arn, "data-classification", "pii") for arn in (QUEUE, TOPIC, STREAM))


def collect(module, tags=ALL, **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table)
    facts = {TagFacts: TagFacts((), (), tags)} if isinstance(tags, tuple) else {TagFacts: tags}
    return module.collect(context_of(aws, region=US, facts=facts)), aws


def encryptions(channels):
    return {one.name: one.encryption for one in channels}


def test_every_channel_is_asked():
    facts, aws = collect(messaging)

    assert encryptions(facts.queues) == {"orders": "SSE-SQS", "jobs.fifo": "SSE-SQS"}
    assert encryptions(facts.topics) == {"orders": "alias/aws/sns", "news": "alias/aws/sns"}
    assert encryptions(facts.streams) == {"clicks": "alias/aws/kinesis", "views": "alias/aws/kinesis"}
    assert [one.arn for one in (facts.queues[0], facts.topics[0], facts.streams[0])] == [QUEUE, TOPIC, STREAM]
    assert len(aws.made) == 9


def test_past_the_first_hundred_of_a_kind_only_what_a_tag_speaks_of_is_asked():
    topics = [{"TopicArn": f"arn:aws:sns:{US}:{ACCOUNT}:t{number:03}"} for number in range(150)]
    last = DataTag(topics[-1]["TopicArn"], "data-classification", "pii")
    facts, aws = collect(messaging, tags=(last,), sns__ListTopics={"Topics": topics})
    not_asked = [one.name for one in facts.topics if one.encryption == Unknown(Reason.NOT_COLLECTED, "")]

    assert len(aws.calls("sns:GetTopicAttributes")) == 101
    assert not_asked == [f"t{number:03}" for number in range(100, 149)]


@pytest.mark.parametrize("tags", [(), (DataTag(QUEUE, "data-classification", "public"),), DENIED])
def test_tags_choose_only_past_the_first_hundred(tags):
    _, aws = collect(messaging, tags=Unknown(Reason.DENIED, "tag:GetResources") if tags is DENIED else tags)

    assert len(aws.calls("sqs:GetQueueAttributes")) == 2


@pytest.mark.parametrize(
    ("attributes", "encryption"),
    [
        ({"KmsMasterKeyId": "alias/own", "SqsManagedSseEnabled": "false"}, "alias/own"),
        ({"SqsManagedSseEnabled": "true"}, "SSE-SQS"),
        ({"SqsManagedSseEnabled": "false"}, ""),
        ({}, ""),
    ],
)
def test_queues_have_two_ways_of_encryption(attributes, encryption):
    facts, aws = collect(messaging, sqs__GetQueueAttributes={"Attributes": attributes})

    assert facts.queues[0].encryption == encryption
    assert aws.calls("sqs:ListQueues") == [{"MaxResults": 1000}]  # without it, SQS ends the list silently


def test_plain_topics_and_streams():
    stream = recorded_answers()["kinesis:DescribeStreamSummary"]["StreamDescriptionSummary"]
    plain = {"StreamDescriptionSummary": {**stream, "EncryptionType": "NONE"}}
    del plain["StreamDescriptionSummary"]["KeyId"]

    facts, _ = collect(messaging, kinesis__DescribeStreamSummary=plain, sns__GetTopicAttributes={"Attributes": {}})

    assert (facts.topics[0].encryption, facts.streams[0].encryption) == ("", "")


def test_a_list_or_one_channel_that_is_refused():
    facts, _ = collect(messaging, sqs__ListQueues=DENIED, sns__GetTopicAttributes=DENIED)

    assert facts.queues.action == "sqs:ListQueues"
    assert facts.topics[0].encryption.action == "sns:GetTopicAttributes"
    assert len(facts.streams) == 2


def test_what_is_gone_by_now_is_left_out():
    facts, _ = collect(
        messaging,
        sqs__GetQueueAttributes=Refusal("AWS.SimpleQueueService.NonExistentQueue"),
        sns__GetTopicAttributes=Refusal("NotFound", status=404),
    )

    assert [one.name for one in (*facts.queues, *facts.topics, *facts.streams)] == ["clicks", "views"]


def test_a_stream_that_is_gone_by_now_is_left_out():
    facts, _ = collect(messaging, kinesis__DescribeStreamSummary=Refusal("ResourceNotFoundException"))

    assert (facts.streams, len(facts.queues)) == ((), 2)


def test_all_pages_are_read():
    facts, _ = collect(
        messaging,
        tags=(),
        sqs__ListQueues=[{"QueueUrls": ["https://q/1/a"], "NextToken": "t"}, {"QueueUrls": ["https://q/1/b"]}],
        sns__ListTopics=[{"Topics": [{"TopicArn": "arn:a"}], "NextToken": "t"}, {"Topics": [{"TopicArn": "arn:b"}]}],
    )

    assert [one.name for one in (*facts.queues, *facts.topics)] == ["a", "b", "a", "b"]


def test_no_channels_at_all():
    nothing = {"StreamNames": [], "HasMoreStreams": False}

    facts, _ = collect(messaging, sqs__ListQueues={}, sns__ListTopics={}, kinesis__ListStreams=nothing)

    assert facts == MessagingFacts((), (), ())


def test_only_tags_about_data_of_queues_topics_and_streams_are_kept():
    tags = [{"Key": "DataClassification", "Value": "PII"}, {"Key": "owner", "Value": "somebody"}]
    listed = [{"ResourceARN": arn, "Tags": tags} for arn in (QUEUE, f"arn:aws:rds:{US}:{ACCOUNT}:db:app")]

    facts, _ = collect(tagging, resourcegroupstaggingapi__GetResources={"ResourceTagMappingList": listed})

    assert facts.data == (DataTag(QUEUE, "DataClassification", "PII"),)
    assert facts.stages == ()


@pytest.mark.parametrize(
    ("value", "is_sensitive"),
    [
        ("Confidential", True),
        ("non-sensitive", False),
        ("Public", False),
        ("internal", None),
        ("L3", None),
        ("", False),
    ],
)
def test_what_a_tag_says_of_data(value, is_sensitive):
    assert DataTag(QUEUE, "sensitivity", value).is_sensitive is is_sensitive


def test_the_tag_that_says_most_counts():
    facts = TagFacts((), (), (DataTag(QUEUE, "data-class", "L3"), DataTag(QUEUE, "pii", "true")))

    assert facts.data_tag(QUEUE).key == "pii"
    assert facts.data_tag(TOPIC) is None


def test_domains_of_both_interfaces():
    facts, aws = collect(apigateway)

    assert (facts.rest[0].name, facts.rest[0].policies) == ("api.acme.example", ("TLS_1_2",))
    assert facts.rest == facts.http
    assert facts.rest[0].arn == f"arn:aws:apigateway:{US}::/domainnames/api.acme.example"
    assert len(aws.made) == 2


def test_pages_of_domains_none_and_a_refusal():
    page = recorded_answers()["apigateway:GetDomainNames"]

    both, _ = collect(apigateway, apigateway__GetDomainNames=[{**page, "position": "p"}, page])
    half, _ = collect(apigateway, apigatewayv2__GetDomainNames=DENIED)
    none, _ = collect(apigateway, apigateway__GetDomainNames={"items": []}, apigatewayv2__GetDomainNames={"Items": []})

    assert len(both.rest) == 2
    assert (len(half.rest), half.http.action) == (1, "apigateway:GET")
    assert none == ApiDomainFacts((), ())
