"""GuardDuty everywhere, or a rule where global events arrive."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import GUARDDUTY_OFF, detector, regional, rule, rules, target

CHECK = "root_use_alert_exists"
ROOT = {"detail": {"userIdentity": {"type": ["Root"]}}}
OTHER = {"source": ["aws.config"]}
QUIET = regional(rules())


def alarm(pattern: dict[str, Any]) -> Any:
    return regional(rules(), rules(rule(pattern, target())))


CASES = {
    "guardduty everywhere": case("pass", regional(detector()), QUIET),
    "guardduty in one region": case("review", regional(GUARDDUTY_OFF, detector()), QUIET),
    "a rule": case("pass", regional(GUARDDUTY_OFF), regional(rules(), rules(rule(ROOT, target())))),
    "a rule in the wrong region": case(
        "review", regional(GUARDDUTY_OFF), regional(rules(rule(ROOT, target())), rules())
    ),
    "a rule about sign-in": case(
        "pass",
        regional(GUARDDUTY_OFF),
        alarm(
            {
                "detail-type": ["AWS Console Sign In via CloudTrail"],
                "detail": {"userIdentity": {"type": ["Root"]}, "eventName": ["ConsoleLogin"]},
            }
        ),
    ),
    "a rule about one call of root": case(
        "review",
        regional(GUARDDUTY_OFF),
        alarm({"detail": {"userIdentity": {"type": ["Root"]}, "eventName": ["DescribeFoo"]}}),
    ),
    "a rule about root in one service": case("review", regional(GUARDDUTY_OFF), alarm({"source": ["aws.s3"], **ROOT})),
    "a rule about other events of root": case(
        "review", regional(GUARDDUTY_OFF), alarm({"detail-type": ["Scheduled Event"], **ROOT})
    ),
    "a rule about another account's root": case(
        "review", regional(GUARDDUTY_OFF), alarm({"account": ["999999999999"], **ROOT})
    ),
    "a rule without a target": case("review", regional(GUARDDUTY_OFF), regional(rules(rule(ROOT)))),
    "a rule about something else": case("review", regional(GUARDDUTY_OFF), regional(rules(rule(OTHER, target())))),
    "a rule that is off": case(
        "review", regional(GUARDDUTY_OFF), regional(rules(rule(ROOT, target(), state="DISABLED")))
    ),
    "targets unread": case("unknown", regional(GUARDDUTY_OFF), regional(rules(rule(ROOT, targets=DENIED)))),
    "rules unread": case("unknown", regional(GUARDDUTY_OFF), EventFacts=DENIED),
    "rules unread, guardduty everywhere": case("pass", regional(detector()), EventFacts=DENIED),
    "one region of guardduty unread": case("unknown", regional(detector(), DENIED), QUIET),
    "one region unread, a rule": case("pass", regional(detector(), DENIED), regional(rules(rule(ROOT, target())))),
    "denied": case("unknown", QUIET, GuardDutyFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
