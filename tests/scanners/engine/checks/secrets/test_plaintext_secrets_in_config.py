"""A shape that only a secret has fails; a name that speaks of one asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.aws.opt_in import CONFIG_SECRETS
from scanners.engine.facts.config_secrets import Configuration, Configurations, ExposedSecretFacts, PlainSecret
from scanners.engine.facts.unknown import Unknown
from tests.scanners.fact_builders import DENIED, HERE, Case, assert_case, case, judge
from tests.scanners.watch_facts import regional

CHECK = "plaintext_secrets_in_config"
FUNCTION = f"arn:aws:lambda:eu-west-1:{HERE}:function:pay"
CERTAIN = PlainSecret("STRIPE", "stripe_key", True)
MAYBE = PlainSecret("DB_PASSWORD", "name_of_a_secret", False)
NOTHING = Configurations(0, ())
NONE = ExposedSecretFacts(NOTHING, NOTHING, NOTHING)
CLEAN = replace(NONE, functions=Configurations(3, ()))


def with_found(*found: PlainSecret) -> ExposedSecretFacts:
    return replace(NONE, functions=Configurations(2, (Configuration(FUNCTION, found),)))


def with_gap(gap: Unknown) -> ExposedSecretFacts:
    return replace(NONE, functions=Configurations(1, (Configuration(FUNCTION, gap),)))


CASES = {
    "nothing found": case("pass", regional(CLEAN, NONE)),
    "certain": case("fail", regional(with_found(CERTAIN), NONE)),
    "suspected": case("review", regional(with_found(MAYBE), NONE)),
    "both in one configuration": case("fail", regional(with_found(CERTAIN, MAYBE), NONE)),
    "a clean region beside": case("fail pass", regional(with_found(CERTAIN), CLEAN)),
    "encrypted with a key we may not use": case("unknown", regional(with_gap(DENIED), NONE)),
    "one service unread": case("unknown", regional(replace(CLEAN, task_definitions=DENIED), NONE)),
    "one service unread beside a find": case(
        "fail unknown", regional(replace(with_found(CERTAIN), build_projects=DENIED), NONE)
    ),
    "one region unread": case("pass unknown", regional(CLEAN, DENIED)),
    "nothing there, one region unread": case("unknown", regional(NONE, DENIED)),
    "no configurations": case("not_applicable", regional(NONE)),
    "denied": case("unknown", ExposedSecretFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_the_finding_names_variable_and_detector() -> None:
    (verdict,) = judge(CHECK, regional(with_found(CERTAIN, MAYBE), NONE))

    assert verdict.resource == FUNCTION
    assert verdict.message == "A secret is stored in plaintext in STRIPE."
    assert verdict.evidence == {"variables": ["STRIPE: stripe key", "DB_PASSWORD: name of a secret"]}


def test_without_the_choice_it_says_how_to_switch_it_on() -> None:
    (verdict,) = judge(CHECK, ExposedSecretFacts=CONFIG_SECRETS.not_chosen("lambda:ListFunctions"))

    assert verdict.outcome.value == "unknown"
    assert CONFIG_SECRETS.title in verdict.message
    assert verdict.reason == "not_chosen"
