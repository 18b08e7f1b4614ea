"""Clients for customers' accounts: what was left out of botocore for their sake changes no answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from botocore.handlers import BUILTIN_HANDLERS
from botocore.utils import parse_timestamp

from scanners.engine.aws.clients import _can_happen, customer_client, parse_moment
from scanners.engine.aws.operations import declared_operations
from scanners.engine.aws.settings import AwsSettings
from scanners.engine.collectors.catalog import all_operations

SETTINGS = AwsSettings("arn:aws:iam::111122223333:role/portal")


def client(service, region="eu-west-1"):
    return customer_client(
        service, region, settings=SETTINGS, access_key_id="AKIA", secret_access_key="s", session_token="t"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04:05+02:00",
        "2026-01-02T03:04:05",
        "Fri, 02 Jan 2026 03:04:05 GMT",
        "1767323045",
        1767323045,
        1767323045.5,
    ],
)
def test_a_time_is_the_moment_that_botocore_reads(text):
    ours, theirs = parse_moment(text), parse_timestamp(text)

    assert ours == theirs
    assert (ours.tzinfo is None) == (theirs.tzinfo is None)


def test_a_time_that_is_none_is_refused_as_by_botocore():
    with pytest.raises(ValueError, match="never"):
        parse_moment("never")


def test_a_number_is_a_time_in_utc_wherever_the_worker_stands():
    assert parse_moment(0) == datetime(1970, 1, 1, tzinfo=UTC)
    assert parse_moment(0).utcoffset() == timedelta()


def test_handlers_of_every_declared_operation_stay():
    all_operations()
    names = {operation for _, operation in declared_operations()}
    dropped = {event for event, *_ in BUILTIN_HANDLERS if not _can_happen(event, names)}

    assert not {event for event in dropped if event.split(".")[-1] in names}
    assert "before-parameter-build.s3" not in dropped
    assert "before-parse.s3.*" not in dropped
    assert all(len(event.split(".")) > 2 or event.startswith(("docs", "getattr")) for event in dropped)


def test_two_regions_sign_for_their_own():
    all_operations()

    one, other = client("ec2"), client("ec2", "us-west-2")

    assert (one.meta.region_name, other.meta.region_name) == ("eu-west-1", "us-west-2")
    assert one.meta.endpoint_url != other.meta.endpoint_url
    assert one.meta.config.retries == {"mode": "standard", "total_max_attempts": 3}
