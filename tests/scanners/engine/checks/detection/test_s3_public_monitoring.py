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
RECORDING = config_facts("IAM_ROOT_ACCESS_KEY_CHECK")
# Related requirements of S3.1, S3.2, S3.3 and S3.8:
# https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html
HAS_S3_CONTROLS = {
    "aws-foundational-security-best-practices/v/1.0.0": True,
    "aws-resource-tagging-standard/v/1.0.0": False,
    "cis-aws-foundations-benchmark/v/1.2.0": False,
    "cis-aws-foundations-benchmark/v/1.4.0": True,
    "cis-aws-foundations-benchmark/v/3.0.0": True,
    "cis-aws-foundations-benchmark/v/5.0.0": True,
    "nist-800-53/v/5.0.0": True,
    "nist-800-171/v/2.0.0": False,
    "pci-dss/v/3.2.1": True,
    "pci-dss/v/4.0.1": True,
    "service-managed-aws-control-tower/v/1.0.0": True,
}
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
    "a rule without a recorder": found("fail", config=ConfigFacts((), (ConfigRule(READ, "ACTIVE"),), ())),
    "a rule being deleted": found("fail", config=ConfigFacts((recorder(),), (ConfigRule(READ, "DELETING"),), ())),
    "rules unread": found("unknown", config=config_facts(rules=DENIED)),
    "recorder state unread": found("unknown", config=config_facts(READ, is_recording=DENIED)),
    "a hub with a standard and a recorder": found("pass", hub=hub(), config=RECORDING),
    "a hub with a standard, nothing recorded": found("fail", hub=hub()),
    "a hub with a standard, recorder stopped": found("fail", hub=hub(), config=config_facts(is_recording=False)),
    "a hub with a standard, buckets not recorded": found(
        "fail", hub=hub(), config=config_facts(records_all=False, kinds=("AWS::EC2::Instance",))
    ),
    "a hub with a standard, recorder unread": found("unknown", hub=hub(), config=config_facts(is_recording=DENIED)),
    "a hub with a standard, Config refused": found("unknown", {"ConfigFacts": DENIED}, hub=hub(), config=None),
    "a hub without S3 controls, recorder unread": found(
        "fail", hub=hub("cis-aws-foundations-benchmark/v/1.2.0"), config=config_facts(is_recording=DENIED)
    ),
    "a hub with a standard nobody knows": found("unknown", hub=hub("new-rules/v/1.0.0"), config=RECORDING),
    "a standard that is not ready": found("fail", hub=hub(status="INCOMPLETE"), config=RECORDING),
    **{
        f"a hub with {name}": found("pass" if has_controls else "fail", hub=hub(name), config=RECORDING)
        for name, has_controls in HAS_S3_CONTROLS.items()
    },
    "standards unread": found("unknown", hub=HubFacts(True, DENIED), config=RECORDING),
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
