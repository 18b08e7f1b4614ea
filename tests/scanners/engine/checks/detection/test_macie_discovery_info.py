"""Asked only where buckets live."""

from __future__ import annotations

import pytest

from scanners.engine.facts.macie import MacieFacts
from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts
from tests.scanners.watch_facts import NO_MACIE, regional

CHECK = "macie_discovery_info"
BOTH = s3_facts(bucket("a"), bucket("b"), bucket("c", region="us-east-1"))

CASES = {
    "on": case("pass pass", BOTH, regional(MacieFacts("ENABLED"))),
    "off in one": case("pass review", BOTH, regional(MacieFacts("ENABLED"), NO_MACIE)),
    "paused": case("review", s3_facts(bucket()), regional(MacieFacts("PAUSED"))),
    "no buckets": case("not_applicable", s3_facts(), regional(NO_MACIE)),
    "buckets refused": case("unknown", s3_facts(buckets=DENIED), regional(NO_MACIE)),
    "one region unread": case("pass unknown", BOTH, regional(MacieFacts("ENABLED"), DENIED)),
    "a bucket outside the scan": case("unknown", s3_facts(bucket(region="sa-east-1")), regional(NO_MACIE)),
    "macie unread": case("unknown unknown", BOTH, MacieFacts=DENIED),
    "denied": case("unknown", S3Facts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
