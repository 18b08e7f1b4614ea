"""An organization's analyzer may live where this account does not see it."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts
from tests.scanners.watch_facts import NO_ANALYZER, NO_CONFIG, NO_TAGS, analyzers, regional, tags

CHECK = "external_access_analyzer_on"
EMPTY = (s3_facts(), regional(NO_TAGS), regional(NO_CONFIG))
IN_USE = (s3_facts(bucket()), regional(NO_TAGS, tags()), regional(NO_CONFIG))

CASES = {
    "an account analyzer": case("pass pass", regional(analyzers("ACCOUNT")), *IN_USE),
    "an organization analyzer": case("pass pass", regional(analyzers("ORGANIZATION")), *IN_USE),
    "only one of unused access": case("review review", regional(analyzers("ACCOUNT_UNUSED_ACCESS")), *IN_USE),
    "one that failed": case("review review", regional(analyzers("ACCOUNT", status="FAILED")), *IN_USE),
    "nothing seen": case("not_applicable not_applicable", regional(NO_ANALYZER), *EMPTY),
    "one region only": case("pass review", regional(analyzers("ACCOUNT"), NO_ANALYZER), *IN_USE),
    "one region unread": case("pass unknown", regional(analyzers("ACCOUNT"), DENIED), *IN_USE),
    "none, buckets unread": case("review unknown", regional(NO_ANALYZER), *IN_USE[1:], S3Facts=DENIED),
    "denied": case("unknown", *IN_USE, AnalyzerFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
