"""Only a complete inventory and a fresh list can pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scanners.checks.governance._eligible import LIST_AT
from scanners.facts.config import ConfigFacts, KindCount
from tests.scanners.fact_builders import DENIED, SCOPE, Case, assert_case, case, scope
from tests.scanners.watch_facts import NO_CONFIG, config_facts, regional, tags

CHECK = "hipaa_eligible_services_only"
FRESH = replace(SCOPE, handles_phi=True, now=LIST_AT + timedelta(days=30))
PHI = scope(handles_phi=True)
WHOLE = config_facts(counts=(KindCount("AWS::S3::Bucket", 2), KindCount("AWS::IAM::Role", 9)))
GAMES = config_facts(counts=(KindCount("AWS::GameLift::Fleet", 1),))
GOOD = tags(services=("s3", "rds", "iam"))


def found(expected: str, config: ConfigFacts, seen: object = GOOD, declared: object = FRESH) -> Case:
    return case(expected, regional(seen), regional(config), scope=declared)  # type: ignore[arg-type]


CASES = {
    "all eligible": found("pass pass", WHOLE),
    "a list that has aged": found("review review", WHOLE, declared=PHI),
    "health data not declared": found("review review", WHOLE, declared=replace(FRESH, handles_phi=None)),
    "another service by its tags": found("review review", WHOLE, tags(services=("gamelift",))),
    "another service by Config": found("review review", GAMES),
    "nothing recorded": found("unknown unknown", NO_CONFIG),
    "recorded in part": found("unknown unknown", config_facts(records_all=False, kinds=("AWS::S3::Bucket",))),
    "recorder stopped": found("unknown unknown", config_facts(is_recording=False)),
    "recorder state unread": found("unknown unknown", config_facts(is_recording=DENIED)),
    "counts unread": found("unknown unknown", config_facts(counts=DENIED)),
    "another service, counts unread": found("review review", config_facts(counts=DENIED), tags(services=("gamelift",))),
    "Config unread": case("unknown unknown", regional(GOOD), scope=FRESH, ConfigFacts=DENIED),
    "one region unread": case("pass unknown", regional(GOOD, DENIED), regional(WHOLE), scope=FRESH),
    "no health data": found("not_applicable", NO_CONFIG, declared=scope(handles_phi=False)),
    "denied": case("unknown", regional(WHOLE), scope=PHI, TagFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
