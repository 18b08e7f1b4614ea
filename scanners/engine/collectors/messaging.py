"""SQS queues, SNS topics, Kinesis streams. Those whose tags speak of their data are asked, one call each, and the
first hundred others of each kind: a region may have tens of thousands.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
"""

from __future__ import annotations

from collections.abc import Callable

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import is_absent, local_arn, read_region
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    structure,
    structure_or_empty,
    text,
    text_or,
    texts,
)
from scanners.engine.facts.messaging import Channel, MessagingFacts
from scanners.engine.facts.policies import Policy, parse_policy
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.unknown import Reason, Unknown

LIST_TOPICS = Operation("sns", "ListTopics", "sns:ListTopics")
GET_TOPIC = Operation("sns", "GetTopicAttributes", "sns:GetTopicAttributes")
LIST_QUEUES = Operation("sqs", "ListQueues", "sqs:ListQueues")
GET_QUEUE = Operation("sqs", "GetQueueAttributes", "sqs:GetQueueAttributes")
LIST_STREAMS = Operation("kinesis", "ListStreams", "kinesis:ListStreams")
DESCRIBE_STREAM = Operation("kinesis", "DescribeStreamSummary", "kinesis:DescribeStreamSummary")
MAX_UNTAGGED = 100
_NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")
_GONE = frozenset({"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "NotFound", "NotFoundException"})
_GONE |= {"ResourceNotFoundException"}
# Without a page size SQS ends its list after a thousand queues and does not say so.
_QUEUES_PER_PAGE = 1000

Listed = tuple[str, str]  # ARN and name (of a queue: its address)
Answered = tuple[str, Policy | Unknown | None]  # encryption and policy; of streams no policy is asked


def collect(context: Context) -> MessagingFacts:
    """Each list that could not be read is Unknown by itself; a channel that is gone by now is left out."""
    return MessagingFacts(
        queues=_channels(context, "queue", _queues(context), _queue_encryption),
        topics=_channels(context, "topic", read_region(context, LIST_TOPICS, "Topics", _topic), _topic_encryption),
        streams=_channels(context, "stream", _streams(context), _stream_encryption),
    )


def _channels(
    context: Context, kind: str, listed: tuple[Listed, ...] | Unknown, ask: Callable[[Context, str], Answered | Unknown]
) -> tuple[Channel, ...] | Unknown:
    if isinstance(listed, Unknown):
        return listed
    tags = context.facts.get(TagFacts)
    tagged = {arn for arn, _ in listed if isinstance(tags, TagFacts) and tags.data_tag(arn) is not None}
    untagged = sorted(arn for arn, _ in listed if arn not in tagged)
    asked = tagged.union(untagged[:MAX_UNTAGGED])

    def channel(one: Listed) -> Channel | None:
        arn, name = one
        try:
            answered = ask(context, name) if arn in asked else _NOT_ASKED
        except _ChannelGoneError:
            return None
        encryption, policy = (answered, answered) if isinstance(answered, Unknown) else answered
        return Channel(arn, kind, arn.rpartition(":")[2].rpartition("/")[2], encryption, policy)

    return tuple(found for found in context.reader.each(channel, listed) if found is not None)


class _ChannelGoneError(Exception):
    """The channel was deleted after it was listed."""


def _queues(context: Context) -> tuple[Listed, ...] | Unknown:
    """Of queues AWS lists addresses, which end in their names."""
    try:
        pages = context.reader.pages(LIST_QUEUES, region=context.region, MaxResults=_QUEUES_PER_PAGE)
        addresses = [address for page in pages for address in texts(page, "QueueUrls")]
    except CallFailed as failed:
        return () if is_absent(context, LIST_QUEUES, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(LIST_QUEUES, odd)
    return tuple((local_arn(context, "sqs", one.rstrip("/").rpartition("/")[2]), one) for one in addresses)


def queue_address(context: Context, queue: Channel) -> str:
    """Where SQS answers about a queue of the collector's region; the account and the name decide, not the host."""
    suffix = "amazonaws.com.cn" if context.reader.partition == "aws-cn" else "amazonaws.com"
    return f"https://sqs.{context.region}.{suffix}/{context.reader.account_id}/{queue.name}"


def _topic(topic: Fields) -> Listed:
    arn = text(topic, "TopicArn")
    return arn, arn


def _streams(context: Context) -> tuple[Listed, ...] | Unknown:
    return read_region(
        context, LIST_STREAMS, "StreamSummaries", lambda one: (text(one, "StreamARN"), text(one, "StreamName"))
    )


def _queue_encryption(context: Context, address: str) -> Answered | Unknown:
    wanted = ["KmsMasterKeyId", "Policy", "SqsManagedSseEnabled"]
    return _asked(context, GET_QUEUE, _of_queue, QueueUrl=address, AttributeNames=wanted)


def _of_queue(answer: Fields) -> Answered:
    attributes = structure_or_empty(answer, "Attributes")
    is_managed = text_or(attributes, "SqsManagedSseEnabled").lower() == "true"
    return text_or(attributes, "KmsMasterKeyId") or ("SSE-SQS" if is_managed else ""), _policy(attributes)


def _policy(attributes: Fields) -> Policy | None:
    found = text_or(attributes, "Policy")
    return parse_policy(found) if found else None


def _topic_encryption(context: Context, arn: str) -> Answered | Unknown:
    return _asked(context, GET_TOPIC, _of_topic, TopicArn=arn)


def _of_topic(answer: Fields) -> Answered:
    attributes = structure(answer, "Attributes")
    return text_or(attributes, "KmsMasterKeyId"), _policy(attributes)


def _stream_encryption(context: Context, name: str) -> Answered | Unknown:
    return _asked(context, DESCRIBE_STREAM, _of_stream, StreamName=name)


def _of_stream(answer: Fields) -> Answered:
    summary = structure(answer, "StreamDescriptionSummary")
    kind = text_or(summary, "EncryptionType", "NONE")
    return ("" if kind == "NONE" else text_or(summary, "KeyId") or kind), _NOT_ASKED


def _asked(
    context: Context, operation: Operation, parse: Callable[[Fields], Answered], **parameters: object
) -> Answered | Unknown:
    try:
        return parse(context.reader.call(operation, region=context.region, **parameters))
    except CallFailed as failed:
        if failed.code in _GONE:
            raise _ChannelGoneError from None
        return failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)


COLLECTORS = (
    Collector(
        "messaging",
        MessagingFacts,
        (LIST_TOPICS, GET_TOPIC, LIST_QUEUES, GET_QUEUE, LIST_STREAMS, DESCRIBE_STREAM),
        collect,
        after=(TagFacts,),
        is_regional=True,
    ),
)
