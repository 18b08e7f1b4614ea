"""Ninety days is the limit; an exception ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, details, key, report, row, user

CHECK = "access_keys_rotated"


def keys(*some: iam.ReportedKey) -> iam.CredentialReport:
    return report(row("bot", keys=some))


def tagged(value: str) -> iam.AuthorizationDetails:
    return details(user("bot", tags=(iam.Tag("key-rotation-exception", value),)))


OLD = key(rotated_at=ago(200))
CASES = {
    "young": case("pass", keys(key())),
    "on the last day": case("pass", keys(key(rotated_at=ago(90)))),
    "half a day too old": case("fail", keys(key(rotated_at=ago(90.5)))),
    "a day too old": case("fail", keys(key(rotated_at=ago(91)))),
    "old but inactive": case("not_applicable", keys(replace(OLD, is_active=False))),
    "one of two": case("fail pass", keys(key(), replace(OLD, ordinal=2))),
    "excepted": case("review", keys(OLD), tagged("SES until 2026-12-31")),
    "exception over": case("fail", keys(OLD), tagged("until 2026-05-31")),
    "exception without an end": case("fail", keys(OLD), tagged("forever")),
    "exception with an impossible end": case("fail", keys(OLD), tagged("2026-99-99")),
    "time untold": case("unknown", keys(key(rotated_at=None))),
    "root's keys are another question": case("not_applicable", report(keys=(OLD,))),
    "of a user deleted since the report": case("unknown", keys(OLD), details(user("somebody-else"))),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
