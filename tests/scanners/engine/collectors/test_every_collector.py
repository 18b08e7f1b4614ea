"""What holds for all collectors alike, over the recorded account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.aws.opt_in import OPT_INS
from scanners.engine.aws.probes import OPERATIONS as PROBE_OPERATIONS
from scanners.engine.collectors import iam_report
from scanners.engine.collectors.catalog import all_collectors, all_operations, operations_for
from scanners.engine.facts.roots import ROOT_FACTS
from scanners.engine.facts.serialize import facts_from_json, facts_to_json
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.gaps import unreadable_facts
from scanners.engine.role_template.permissions import role_grants
from scanners.engine.run import run_scan
from scanners.engine.scope import Declarations, DeclaredStore
from tests.scanners.canned_aws import (
    DENIED,
    NOW,
    THROTTLED,
    CannedAws,
    Refusal,
    context_of,
    reader_of,
    recorded_answers,
)

COLLECTORS = all_collectors()
ALL_CHOICES = frozenset(one.id for one in OPT_INS)


@pytest.fixture(autouse=True)
def _reports_are_not_waited_for(monkeypatch):
    monkeypatch.setattr(iam_report, "POLL_PAUSES", (0.0, 0.0))


SENSITIVE = frozenset(f"arn:aws:s3:::{one['Name']}" for one in recorded_answers()["s3:ListBuckets"]["Buckets"])
DECLARED = Declarations(stores=tuple(DeclaredStore(arn, is_sensitive=True) for arn in sorted(SENSITIVE)))


def collected(collector, answers, **options):
    aws, recorded = CannedAws(answers, **options), context_of(CannedAws(recorded_answers()))
    facts = {one.produces: one.collect(recorded) for one in COLLECTORS if one.produces in collector.after}
    return collector.collect(replace(context_of(aws), facts=facts, sensitive=SENSITIVE)), aws


def test_a_full_scan_calls_every_declared_operation_and_nothing_else():
    aws = CannedAws(recorded_answers())

    result = run_scan(reader_of(aws), now=NOW, declared=DECLARED, opt_ins=ALL_CHOICES)

    assert set(result.calls) == {str(operation) for operation in all_operations()}
    assert result.unreadable == ()


def test_what_nobody_chose_is_not_called_and_says_so():
    aws = CannedAws(recorded_answers())

    result = run_scan(reader_of(aws), now=NOW, declared=DECLARED)

    assert set(result.calls) == {str(operation) for operation in operations_for(())}
    assert {gap.fact for gap in result.unreadable} == {"CdnFacts", "ExposedSecretFacts", "FunctionPolicyFacts"}
    assert {gap.gap.reason for gap in result.unreadable} == {Reason.NOT_CHOSEN}
    assert [one.reason for one in result.verdicts["cdn_viewer_encrypted"]] == ["not_chosen"]
    assert [one.reason for one in result.verdicts["plaintext_secrets_in_config"]] == ["not_chosen"]


@pytest.mark.parametrize("group", OPT_INS, ids=lambda group: group.id)
def test_a_choice_adds_its_own_calls_and_no_others(group):
    aws = CannedAws(recorded_answers())

    result = run_scan(reader_of(aws), now=NOW, declared=DECLARED, opt_ins={group.id})

    added = set(result.calls) - {str(operation) for operation in operations_for(())}
    assert added == {str(one) for one in all_operations() if one.opt_in is group}


def test_a_full_scan_makes_no_call_twice():
    aws = CannedAws(recorded_answers())

    run_scan(reader_of(aws), now=NOW, declared=DECLARED, opt_ins=ALL_CHOICES)

    made = [(name, region, repr(sorted(parameters.items()))) for name, region, parameters in aws.made]
    assert len(made) == len(set(made))


def test_the_roles_actions_are_those_of_the_calls():
    declared = {operation.action for operation in (*all_operations(), *PROBE_OPERATIONS) if operation.action}

    assert set(role_grants(ALL_CHOICES)) == declared


def test_every_collector_makes_only_the_calls_it_declares():
    for collector in COLLECTORS:
        _, aws = collected(collector, recorded_answers())
        declared = {str(operation) for operation in collector.operations}
        assert {name for name, _, _ in aws.made} <= declared, collector.name


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda collector: collector.name)
def test_every_collector_makes_a_fact_that_can_be_stored(collector):
    fact, _ = collected(collector, recorded_answers())

    assert isinstance(fact, collector.produces)
    assert collector.produces in ROOT_FACTS
    assert facts_from_json(facts_to_json({collector.produces: fact})) == {collector.produces: fact}
    assert unreadable_facts({collector.produces: fact}) == ()


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda collector: collector.name)
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (DENIED, Reason.DENIED),
        (THROTTLED, Reason.THROTTLED),
        (Refusal("InternalFailure", status=500), Reason.ERROR),
        (Refusal("404", status=404), Reason.ERROR),
        (Refusal("InvalidClientTokenId", status=403), Reason.TOKEN_REGION),
    ],
)
def test_what_is_refused_becomes_a_gap_that_names_the_action(collector, answer, reason):
    refused = {str(operation): answer for operation in collector.operations}

    fact, aws = collected(collector, refused)

    gaps = unreadable_facts({collector.produces: fact})
    if collector.name == "organization" and answer is DENIED:
        assert isinstance(fact, Unknown)
    assert gaps
    assert {entry.gap.reason for entry in gaps} == {reason}
    assert {entry.gap.action for entry in gaps} <= {operation.action for operation in collector.operations}
    assert aws.made


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda collector: collector.name)
@pytest.mark.parametrize("odd", ["a text", 7, True, [1], {"a": 1}, [["x"]], [{}]])
def test_hostile_answers_never_crash_a_collector(collector, odd):
    """Every field of every answer in turn is something else than the API describes."""
    answers = recorded_answers()
    for operation in map(str, collector.operations):
        for field in answers[operation]:
            changed = {**answers, operation: {**answers[operation], field: odd}}

            fact, _ = collected(collector, changed, is_checked=False)

            assert isinstance(fact, collector.produces | Unknown), (operation, field)


@pytest.mark.parametrize("collector", COLLECTORS, ids=lambda collector: collector.name)
def test_fields_deep_inside_that_are_not_what_they_should_be_never_crash(collector):
    answers = recorded_answers()
    for operation in map(str, collector.operations):
        for place, path in enumerate(paths(answers[operation])):
            odd = (None, 7, [None])[place % 3]
            changed = {**answers, operation: replaced(answers[operation], path, odd)}

            fact, _ = collected(collector, changed, is_checked=False)

            assert isinstance(fact, collector.produces | Unknown), (operation, path)


def paths(value, before=()):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        if key not in ("NextToken", "Marker"):
            yield (*before, key)
            yield from paths(item, (*before, key))


def replaced(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy
