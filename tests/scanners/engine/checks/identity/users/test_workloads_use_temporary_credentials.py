"""Access keys of machines are a question unless they only assume roles."""

from __future__ import annotations

from typing import Any

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, details, key, report, row, user
from tests.scanners.watch_facts import instances, regional

CHECK = "workloads_use_temporary_credentials"


def machine(name: str = "bot", *, service: str = "s3", **change: Any) -> iam.ReportedUser:
    keys = (key(last_used_service=service, last_used_at=None if not service else key().last_used_at, **change),)
    return row(name, password_enabled=False, keys=keys)


RUNNING, NOTHING = regional(instances("arn:p")), regional(instances())
BOT = details(user("bot"))
CASES = {
    "a key that reads buckets": case("review", report(machine()), RUNNING, BOT),
    "a key that reads buckets, nothing running": case("review", report(machine()), NOTHING, BOT),
    "a key never used": case("review", report(machine(service="")), RUNNING, BOT),
    "a key that assumes roles": case("pass", report(machine(service="sts")), RUNNING, BOT),
    "a key that looks itself up": case("pass", report(machine(service="iam")), NOTHING, BOT),
    "a key that is off": case("pass", report(machine(is_active=False)), RUNNING, BOT),
    "a person's key": case("pass", report(row("ada", keys=(key(),))), RUNNING, details(user())),
    "no users": case("pass", report(), RUNNING, details()),
    "one of two": case(
        "review", report(machine(service="sts"), machine("b")), RUNNING, details(user("bot"), user("b"))
    ),
    "a user deleted since": case("review", report(machine()), RUNNING, details()),
    "a user made since": case("unknown", report(machine(service="sts")), RUNNING, details(user("bot"), user("new"))),
    "nothing at all": case("not_applicable", report(), NOTHING, details()),
    "no users, a region unread": case("unknown", report(), regional(instances(), DENIED), details()),
    "no users, instances in the region read": case("pass", report(), regional(instances("arn:p"), DENIED), details()),
    "no users, instances denied": case("unknown", report(), details(), InstanceFacts=DENIED),
    "a key, instances denied": case("review", report(machine()), BOT, InstanceFacts=DENIED),
    "a key, details denied": case("review", report(machine()), RUNNING, AuthorizationDetails=DENIED),
    "denied": case("unknown", RUNNING, BOT, CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
