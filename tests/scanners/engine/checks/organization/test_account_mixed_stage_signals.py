"""Tags of two kinds of stages in one account raise a question."""

from __future__ import annotations

import pytest

from scanners.engine.checks.organization.account_mixed_stage_signals import stage_of
from tests.scanners.fact_builders import DENIED, Case, assert_case, case, scope
from tests.scanners.watch_facts import regional, tags

CHECK = "account_mixed_stage_signals"

CASES = {
    "one kind": case("pass", regional(tags("prod"), tags("Production"))),
    "one kind, as declared": case("pass", regional(tags("prod")), scope=scope(is_production=True)),
    "another kind than declared": case("review", regional(tags("dev")), scope=scope(is_production=True)),
    "both kinds in one region": case("review", regional(tags("prod", "dev"))),
    "both kinds in two regions": case("review", regional(tags("prod"), tags("staging"))),
    "tags about something else": case("not_applicable", regional(tags("web", "gold"))),
    "no tags": case("not_applicable", regional(tags())),
    "one region unread": case("pass unknown", regional(tags("prod"), DENIED)),
    "both kinds, one region unread": case("review unknown", regional(tags("prod", "qa"), DENIED)),
    "no tags, one region unread": case("unknown", regional(tags(), DENIED)),
    "denied": case("unknown", TagFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        ("prod", True),
        ("eu-prod-2", True),
        ("PRODUCTION", True),
        ("non-prod", False),
        ("pre-production", False),
        ("nonprod", False),
        ("staging", False),
        ("product", None),
        ("device", None),
        ("", None),
    ],
)
def test_words_of_a_stage(value: str, stage: bool | None) -> None:
    assert stage_of(value) is stage
