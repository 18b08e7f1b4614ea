"""A foreign bucket that takes the files is what is wanted."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import (
    DENIED,
    Case,
    ago,
    assert_case,
    bucket,
    case,
    s3_facts,
    scope,
    trail,
    trail_status,
    trails,
)

CHECK = "cloudtrail_bucket_other_account"

OWN_LOGS = s3_facts(bucket("acme-logs"))
ELSEWHERE = s3_facts(bucket("data"))
SILENT = trails(trail(status=trail_status(last_delivery_at=ago(3))))
CASES = {
    "another account": case("pass", trails(trail()), ELSEWHERE),
    "this account": case("fail", trails(trail()), OWN_LOGS),
    "nothing arrives": case("unknown", SILENT, ELSEWHERE),
    "this account, nothing arrives": case("fail", SILENT, OWN_LOGS),
    "buckets refused": case("unknown", trails(trail()), s3_facts(buckets=DENIED)),
    "the log account itself": case("not_applicable", trails(trail()), OWN_LOGS, scope=scope(is_log_account=True)),
    "no trail": case("review", trails(), OWN_LOGS),
    "a small trail, the one that matters unread": case(
        "pass unknown", trails(trail("w", is_multi_region=False), trail("org", selectors=DENIED)), ELSEWHERE
    ),
    "a whole trail beside an unread one": case("pass", trails(trail(), trail("b", status=DENIED)), ELSEWHERE),
    "bucket not told": case("unknown", trails(trail(bucket="")), ELSEWHERE),
    "two trails": case("fail pass", trails(trail(), trail("b", bucket="far")), OWN_LOGS),
    "denied": case("unknown", trails(trail()), S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
