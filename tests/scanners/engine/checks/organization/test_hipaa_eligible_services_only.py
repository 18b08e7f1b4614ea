"""Only a complete inventory and a fresh list can pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scanners.engine.checks.organization._eligible import ASIDE, ELIGIBLE, LIST_AT, PARTLY
from scanners.engine.facts.config import ConfigFacts, KindCount
from scanners.engine.facts.rds import RdsFacts
from tests.scanners.fact_builders import DENIED, SCOPE, Case, assert_case, case, judge, scope
from tests.scanners.store_builders import cluster, instance
from tests.scanners.watch_facts import NO_CONFIG, config_facts, regional, tags

CHECK = "hipaa_eligible_services_only"
FRESH = replace(SCOPE, handles_phi=True, now=LIST_AT + timedelta(days=30))
PHI = scope(handles_phi=True)
WHOLE = config_facts(counts=(KindCount("AWS::S3::Bucket", 2), KindCount("AWS::IAM::Role", 9)))
GAMES = config_facts(counts=(KindCount("AWS::GameLift::Fleet", 1),))
POSTGRES = regional(RdsFacts((instance(),), (cluster(engine="docdb"),)))
DB2 = regional(RdsFacts((instance(), instance("b", engine="db2-se")), ()))
GOOD = tags(services=("s3", "rds", "iam"))


def found(expected: str, config: ConfigFacts, seen: object = GOOD, declared: object = FRESH) -> Case:
    return case(expected, regional(seen), regional(config), POSTGRES, scope=declared)  # type: ignore[arg-type]


CASES = {
    "all eligible": found("pass pass", WHOLE),
    "a list that has aged": found("review review", WHOLE, declared=PHI),
    "health data not declared": found("review review", WHOLE, declared=replace(FRESH, handles_phi=None)),
    "another service by its tags": found("review review", WHOLE, tags(services=("gamelift",))),
    "another service by Config": found("review review", GAMES),
    "a database of an engine that is left out": case(
        "review review", regional(GOOD), regional(WHOLE), DB2, scope=FRESH
    ),
    "databases unread": case("review review", regional(GOOD), regional(WHOLE), scope=FRESH, RdsFacts=DENIED),
    "a service that is eligible in part": found("review review", WHOLE, tags(services=("s3", "sagemaker"))),
    "a service that is eligible in part, and more unseen": found(
        "unknown unknown", NO_CONFIG, tags(services=("s3", "sagemaker"))
    ),
    "nothing recorded": found("unknown unknown", NO_CONFIG),
    "recorded in part": found("unknown unknown", config_facts(records_all=False, kinds=("AWS::S3::Bucket",))),
    "recorder stopped": found("unknown unknown", config_facts(is_recording=False)),
    "recorder state unread": found("unknown unknown", config_facts(is_recording=DENIED)),
    "counts unread": found("unknown unknown", config_facts(counts=DENIED)),
    "another service, counts unread": found("review review", config_facts(counts=DENIED), tags(services=("gamelift",))),
    "Config unread": case("unknown unknown", regional(GOOD), scope=FRESH, ConfigFacts=DENIED),
    "one region unread": case("pass unknown", regional(GOOD, DENIED), regional(WHOLE), POSTGRES, scope=FRESH),
    "no health data": found("not_applicable", NO_CONFIG, declared=scope(handles_phi=False)),
    "denied": case("unknown", regional(WHOLE), scope=PHI, TagFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_the_verdict_names_the_day_of_the_list():
    verdicts = judge(CHECK, regional(GOOD), regional(WHOLE), POSTGRES, scope=PHI)

    assert "AWS's list of 18 April 2022" in verdicts[0].message
    assert verdicts[0].evidence["list_of"] == "18 April 2022"


def test_no_service_is_in_two_lists():
    assert not ELIGIBLE & {*PARTLY}
    assert not ASIDE & (ELIGIBLE | {*PARTLY})
