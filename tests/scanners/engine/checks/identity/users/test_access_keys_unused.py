"""Unused means not used for ninety days, or never since it was made."""

from __future__ import annotations

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case, key, report, row

CHECK = "access_keys_unused"


def keys(*some: iam.ReportedKey) -> iam.CredentialReport:
    return report(row("bot", keys=some))


CASES = {
    "used": case("pass", keys(key())),
    "idle": case("fail", keys(key(rotated_at=ago(300), last_used_at=ago(91)))),
    "idle but inactive": case("not_applicable", keys(key(is_active=False, last_used_at=ago(300)))),
    "new and unused": case("pass", keys(key(rotated_at=ago(5), last_used_at=None))),
    "never used": case("fail", keys(key(rotated_at=ago(200), last_used_at=None))),
    "never used, two months old": case("pass", keys(key(rotated_at=ago(60), last_used_at=None))),
    "no times at all": case("unknown", keys(key(rotated_at=None, last_used_at=None))),
    "one of two": case("fail pass", keys(key(), key(ordinal=2, rotated_at=ago(300), last_used_at=ago(200)))),
    "no report": case("unknown", CredentialReport=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
