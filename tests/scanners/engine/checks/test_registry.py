"""What holds for every check, and how the registry runs one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scanners.engine.checks
from scanners.engine.checks.registry import Check, all_checks
from scanners.engine.checks.verdicts import Outcome
from scanners.engine.collectors.catalog import all_collectors
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.roots import ROOT_FACTS
from scanners.engine.facts.unknown import Unknown
from tests.scanners.any_facts import anything
from tests.scanners.fact_builders import DENIED, SCOPE, account_facts, org_account, org_facts, summary

SOURCE = Path(scanners.engine.checks.__file__).parent
TESTS = Path(__file__).parent
MODULES = sorted(
    path.relative_to(SOURCE) for path in SOURCE.rglob("*.py") if not path.name.startswith("_") and path.parent != SOURCE
)
CHECKS = list(all_checks().values())
REGIONAL = {collector.produces for collector in all_collectors() if collector.is_regional}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_check_module_has_a_test(module: Path) -> None:
    twin = TESTS / module.parent / f"test_{module.name}"

    assert twin.is_file(), f"write {twin}"


def test_every_module_is_one_check_of_its_name() -> None:
    assert sorted(all_checks()) == sorted(module.stem for module in MODULES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_tells_what_it_needs(check: Check) -> None:
    assert {*check.needs, *check.also} <= set(ROOT_FACTS)
    assert check.needs or check.also
    assert check.question.endswith("?")
    assert check.fix.endswith(".")
    assert check.source.startswith(("https://docs.aws.amazon.com/", "https://aws.amazon.com/"))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@pytest.mark.parametrize("gap", [None, DENIED], ids=["never collected", "denied"])
def test_no_check_passes_on_nothing(check: Check, gap: Unknown | None) -> None:
    facts: dict[type, object] = {} if gap is None else dict.fromkeys((*check.needs, *check.also), gap)

    outcomes = {verdict.outcome for verdict in check.run(SCOPE, facts)}

    assert outcomes == {Outcome.UNKNOWN}


@pytest.mark.parametrize("state", ["SUSPENDED", "CLOSED"])
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_no_check_judges_an_account_that_is_gone(check: Check, state: str) -> None:
    (verdict,) = check.run(SCOPE, {type(summary()): summary(), type(account_facts()): account_facts(state=state)})

    assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, "account_inactive")


def test_the_organization_may_know_that_the_account_is_closing() -> None:
    gone = org_facts(accounts=(org_account(SCOPE.account_id, "PENDING_CLOSURE"),))

    (verdict,) = all_checks()["root_mfa_enabled"].run(SCOPE, {type(gone): gone, type(summary()): summary()})

    assert verdict.evidence == {"state": "PENDING_CLOSURE"}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_content_of_an_account_breaks_a_check(data: st.DataObject) -> None:
    check = data.draw(st.sampled_from(CHECKS))
    facts = {kind: data.draw(_content(kind)) for kind in (*check.needs, *check.also)}

    verdicts = check.run(SCOPE, facts)

    assert verdicts
    json.dumps([dict(verdict.evidence) for verdict in verdicts])


def _content(kind: type) -> st.SearchStrategy[object]:
    if kind not in REGIONAL:
        return anything(kind)
    return anything(kind).map(lambda fact: Regional({"eu-west-1": fact, "us-east-1": DENIED}))
