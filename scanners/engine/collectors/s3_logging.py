"""s3:GetBucketLogging, one call for each bucket that is declared sensitive.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html
"""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, structure, text
from scanners.engine.facts.s3 import Bucket, S3Facts
from scanners.engine.facts.s3_logging import BucketLogging, S3LoggingFacts
from scanners.engine.facts.unknown import Reason, Unknown

GET_LOGGING = Operation("s3", "GetBucketLogging", "s3:GetBucketLogging")


def collect(context: Context) -> S3LoggingFacts:
    """Nothing is asked of other buckets, and nothing of a bucket that is gone by now."""
    s3 = context.facts.get(S3Facts, Unknown(Reason.NOT_COLLECTED, GET_LOGGING.action))
    buckets = s3.buckets if isinstance(s3, S3Facts) else s3
    if isinstance(buckets, Unknown):
        return S3LoggingFacts(buckets)
    if not isinstance(buckets, tuple):
        return S3LoggingFacts(Unknown(Reason.NOT_COLLECTED, GET_LOGGING.action))
    partition = context.reader.partition
    wanted = [one for one in buckets if one.arn(partition) in context.sensitive]
    found = context.reader.each(lambda one: _logging(context, one), wanted)
    return S3LoggingFacts(tuple(one for one in found if one is not None))


def _logging(context: Context, bucket: Bucket) -> BucketLogging | None:
    arn = bucket.arn(context.reader.partition)
    try:
        answer = context.reader.call(
            GET_LOGGING, region=bucket.region, Bucket=bucket.name, ExpectedBucketOwner=context.reader.account_id
        )
        return BucketLogging(arn, _target(answer))
    except CallFailed as failed:
        return None if failed.code == "NoSuchBucket" else BucketLogging(arn, failed.gap)
    except MalformedAnswerError as odd:
        return BucketLogging(arn, malformed(GET_LOGGING, odd))


def _target(answer: Fields) -> str | None:
    if answer.get("LoggingEnabled") is None:
        return None
    return text(structure(answer, "LoggingEnabled"), "TargetBucket")


COLLECTORS = (Collector("s3.logging", S3LoggingFacts, (GET_LOGGING,), collect, after=(S3Facts,)),)
