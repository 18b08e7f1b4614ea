"""One working service per region is enough; a failure needs everything read and an account that stands alone."""

from __future__ import annotations

from typing import Any

import pytest

from scanners.engine.facts.config import ConfigFacts, ConfigRule
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.securityhub import HubFacts
from scanners.engine.facts.support import SupportFacts
from scanners.engine.facts.unknown import Unknown
from tests.scanners.fact_builders import (
    DENIED,
    MEMBER,
    STANDALONE,
    Case,
    assert_case,
    bucket,
    case,
    org_facts,
    s3_facts,
)
from tests.scanners.watch_facts import (
    GUARDDUTY_OFF,
    NO_ANALYZER,
    NO_CONFIG,
    NO_HUB,
    NO_MACIE,
    analyzers,
    config_facts,
    detector,
    hub,
    recorder,
    regional,
)

CHECK = "s3_public_monitoring"
PLAIN, BUSINESS = SupportFacts(False, ()), SupportFacts(True, ("low",))
READ = "S3_BUCKET_PUBLIC_READ_PROHIBITED"
NOTHING: dict[str, Any] = {
    "s3": s3_facts(bucket()),
    "analyzer": NO_ANALYZER,
    "config": NO_CONFIG,
    "hub": NO_HUB,
    "guardduty": GUARDDUTY_OFF,
    "macie": NO_MACIE,
    "support": PLAIN,
    "org": STANDALONE,
}


def found(expected: str, gaps: dict[str, Unknown] | None = None, **changes: Any) -> Case:
    given = {name: fact for name, fact in (NOTHING | changes).items() if fact is not None}
    facts = [fact if name in ("s3", "support", "org") else regional(fact) for name, fact in given.items()]
    return case(expected, *facts, **(gaps or {}))


CASES = {
    "nothing, standing alone": found("fail"),
    "an analyzer": found("pass", analyzer=analyzers("ACCOUNT")),
    "an analyzer of unused access": found("fail", analyzer=analyzers("ACCOUNT_UNUSED_ACCESS")),
    "a rule with a recorder": found("pass", config=config_facts(READ)),
    "a rule, recorder stopped": found("fail", config=config_facts(READ, is_recording=False)),
    "a rule, recorder looks elsewhere": found("fail", config=config_facts(READ, records_all=False, kinds=("x",))),
    "a rule, buckets left out": found("fail", config=config_facts(READ, excluded_kinds=("AWS::S3::Bucket",))),
    "a recorder without a rule": found("fail", config=config_facts("IAM_ROOT_ACCESS_KEY_CHECK")),
    "a rule being deleted": found("fail", config=ConfigFacts((recorder(),), (ConfigRule(READ, "DELETING"),), ())),
    "rules unread": found("unknown", config=config_facts(rules=DENIED)),
    "recorder state unread": found("unknown", config=config_facts(READ, is_recording=DENIED)),
    "a hub with a standard": found("pass", hub=hub()),
    "a hub with the CIS benchmark": found("pass", hub=hub("cis-aws-foundations-benchmark/v/3.0.0")),
    "a hub with another standard": found("fail", hub=hub("pci-dss/v/4.0.1")),
    "a standard that is not ready": found("fail", hub=hub(status="INCOMPLETE")),
    "standards unread": found("unknown", hub=HubFacts(True, DENIED)),
    "guardduty": found("pass", guardduty=detector()),
    "guardduty unread": found("unknown", guardduty=detector(DENIED)),
    "macie": found("pass", macie=MacieFacts("ENABLED")),
    "macie paused": found("fail", macie=MacieFacts("PAUSED")),
    "one unread, another works": found("pass", {"HubFacts": DENIED}, hub=None, guardduty=detector()),
    "one unread, none works": found("unknown", {"HubFacts": DENIED}, hub=None),
    "only Trusted Advisor": found("review", support=BUSINESS),
    "support unread": found("unknown", {"SupportFacts": DENIED}, support=None),
    "a member account": found("unknown", org=MEMBER),
    "a management account": found("unknown", org=org_facts()),
    "organization unread": found("unknown", {"OrgFacts": DENIED}, org=None),
    "no buckets": found("not_applicable", s3=s3_facts()),
    "buckets refused": found("unknown", s3=s3_facts(buckets=DENIED)),
    "denied": found("unknown", {"S3Facts": DENIED}, s3=None),
    "watched in one region only": case(
        "fail pass",
        s3_facts(bucket("a"), bucket("b", region="us-east-1")),
        regional(analyzers("ACCOUNT"), NO_ANALYZER),
        *(regional(one) for one in (NO_CONFIG, NO_HUB, GUARDDUTY_OFF, NO_MACIE)),
        PLAIN,
        STANDALONE,
    ),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
