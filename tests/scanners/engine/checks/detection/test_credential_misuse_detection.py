"""Per region; one where nothing was seen is left aside."""

from __future__ import annotations

import pytest

from scanners.engine.facts.config import KindCount
from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts
from tests.scanners.watch_facts import GUARDDUTY_OFF, NO_CONFIG, NO_TAGS, config_facts, detector, regional, tags

CHECK = "credential_misuse_detection"
EMPTY = (s3_facts(), regional(NO_TAGS), regional(NO_CONFIG))
IN_USE = (s3_facts(bucket()), regional(NO_TAGS, tags()), regional(NO_CONFIG))
RECORDED = regional(config_facts(counts=(KindCount("AWS::EC2::Volume", 2),)))

CASES = {
    "on everywhere": case("pass pass", regional(detector()), *IN_USE),
    "off where resources live": case("review review", regional(GUARDDUTY_OFF), *IN_USE),
    "suspended": case("review review", regional(detector("DISABLED")), *IN_USE),
    "off where nothing was seen": case("not_applicable not_applicable", regional(GUARDDUTY_OFF), *EMPTY),
    "only recorded resources": case("review review", regional(GUARDDUTY_OFF), s3_facts(), regional(NO_TAGS), RECORDED),
    "on in one, off in the other": case("pass review", regional(detector(), GUARDDUTY_OFF), *IN_USE),
    "status unread": case("pass unknown", regional(detector(), detector(DENIED)), *IN_USE),
    "one region unread": case("pass unknown", regional(detector(), DENIED), *IN_USE),
    "off, tags unread": case(
        "unknown unknown", regional(GUARDDUTY_OFF), s3_facts(), regional(NO_CONFIG), TagFacts=DENIED
    ),
    "off with buckets, tags unread": case(
        "review unknown", regional(GUARDDUTY_OFF), s3_facts(bucket()), regional(NO_CONFIG), TagFacts=DENIED
    ),
    "denied": case("unknown", *IN_USE, GuardDutyFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
