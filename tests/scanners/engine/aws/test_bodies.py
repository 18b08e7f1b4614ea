"""A success that is no answer is never read as an empty one."""

from __future__ import annotations

import botocore.session
import pytest
from botocore.config import Config

from scanners.engine.aws.bodies import ForeignBodyError
from scanners.engine.aws.errors import PARSER_ERRORS, failure
from scanners.engine.aws.transport import Transport
from scanners.engine.facts.unknown import Reason
from tests.scanners.engine.aws.loopback_server import answer, serving

CALLS = [
    ("dynamodb", "list_tables", {}, '{"TableNames": ["a"]}'),
    ("kafka", "list_clusters_v2", {}, '{"clusterInfoList": []}'),
    (
        "ec2",
        "describe_volumes",
        {},
        '<DescribeVolumesResponse xmlns="http://ec2/"><volumeSet/></DescribeVolumesResponse>',
    ),
    (
        "rds",
        "describe_db_clusters",
        {},
        "<DescribeDBClustersResponse><DescribeDBClustersResult/></DescribeDBClustersResponse>",
    ),
    ("s3", "get_bucket_versioning", {"Bucket": "data"}, '<?xml version="1.0"?>\n<VersioningConfiguration/>'),
]
FOREIGN = {
    "a page": "<!DOCTYPE html>\n<html><body>Log in to the network</body></html>",
    "nothing": "",
    "words": "Bad gateway",
    "another kind of JSON": "[]",
    "half a document": '{"TableNames": ["a"',
}


def call(service: str, operation: str, arguments: dict[str, str], body: str) -> dict[str, object]:
    """One call of a client that sends through our transport, answered with a success of this body."""
    transport = Transport()
    with serving(lambda handler, _: answer(handler, 200, body)) as address:
        client = botocore.session.Session().create_client(
            service,
            region_name="us-east-1",
            endpoint_url=address,
            aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}),
        )
        transport.attach(client)
        try:
            found: dict[str, object] = getattr(client, operation)(**arguments)
            return found
        finally:
            transport.close()


@pytest.mark.parametrize(("service", "operation", "arguments", "body"), CALLS, ids=[one[0] for one in CALLS])
def test_an_answer_is_read(service, operation, arguments, body):
    assert call(service, operation, arguments, body)


@pytest.mark.parametrize("body", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize(("service", "operation", "arguments", "body_of_aws"), CALLS, ids=[one[0] for one in CALLS])
def test_anything_else_is_refused(service, operation, arguments, body_of_aws, body):
    with pytest.raises(PARSER_ERRORS) as caught:
        call(service, operation, arguments, body)

    assert failure(caught.value, "x:Y").gap.reason in {Reason.MALFORMED, Reason.ERROR}


def test_a_body_that_is_a_text_of_its_own_is_left_to_its_reader():
    policy = '{"Version": "2012-10-17", "Statement": []}'

    assert call("s3", "get_bucket_policy", {"Bucket": "data"}, policy)["Policy"] == policy


def test_the_gap_says_that_the_answer_was_malformed():
    gap = failure(ForeignBodyError("the body is no JSON object"), "dynamodb:ListTables").gap

    assert (gap.reason, gap.action) == (Reason.MALFORMED, "dynamodb:ListTables")
