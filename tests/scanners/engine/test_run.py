from __future__ import annotations

import logging
import threading
import time

import pytest

from scanners.engine.aws.operations import Operation
from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome
from scanners.engine.collectors.collector import Collector, read
from scanners.engine.facts.cloudtrail import LakeFacts
from scanners.engine.facts.edge import ClassicBalancerFacts, LoadBalancerFacts
from scanners.engine.facts.iam import IamSummary
from scanners.engine.facts.identity import CallerFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.serialize import facts_from_json, facts_to_json
from scanners.engine.facts.sso import SsoFacts
from scanners.engine.facts.support import SupportFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.run import State, WrongAccountError, judge, run_scan
from tests.scanners.canned_aws import ACCOUNT, DENIED, NOW, CannedAws, Refusal, reader_of, recorded_answers

STORES = Operation("cloudtrail", "ListEventDataStores", "cloudtrail:ListEventDataStores")
LEVELS = Operation("support", "DescribeSeverityLevels", "support:DescribeSeverityLevels")


def collector(name, produces, collect, **options):
    return Collector(name, produces, (LEVELS,), collect, **options)


def scan(*collectors, answers=None, **options):
    aws = CannedAws({**recorded_answers(), **(answers or {})})
    return run_scan(reader_of(aws), collectors=collectors, now=NOW, **options)


def support(_context):
    return SupportFacts(True, ("low",))


def test_a_whole_scan_has_facts_verdicts_calls_and_regions():
    result = run_scan(reader_of(CannedAws(recorded_answers())), now=NOW)

    assert result.regions == ("eu-west-1", "us-east-1")
    assert result.scope.account_id == ACCOUNT
    assert set(result.verdicts) == set(all_checks())
    assert isinstance(result.facts[CallerFacts], CallerFacts)
    assert result.calls["sts:GetCallerIdentity"] == 1
    assert not result.was_stopped


def test_stored_facts_are_judged_as_they_were():
    result = run_scan(reader_of(CannedAws(recorded_answers())), now=NOW)

    assert judge(facts_from_json(facts_to_json(result.facts)), result.scope) == result.verdicts


def test_facts_of_another_account_never_get_into_a_scan():
    other = {"Account": "999999999999", "Arn": "arn:aws:sts::999999999999:assumed-role/x/y", "UserId": "u"}
    aws = CannedAws({**recorded_answers(), "sts:GetCallerIdentity": other})

    with pytest.raises(WrongAccountError):
        run_scan(reader_of(aws), now=NOW)

    assert {name for name, _, _ in aws.made} == {"sts:GetCallerIdentity"}


def test_one_broken_collector_costs_only_its_own_fact(caplog):
    def broken(_context):
        raise RuntimeError("secret detail")

    result = scan(collector("sso", SsoFacts, broken), collector("support", SupportFacts, support))

    assert result.facts[SsoFacts] == Unknown(
        Reason.ERROR, "support:DescribeSeverityLevels", "The collector failed; the operator has been told."
    )
    assert isinstance(result.facts[SupportFacts], SupportFacts)
    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["collector_failed"]
    assert caplog.records[-1].collector == "sso"


def test_a_gap_makes_checks_unknown_and_is_listed():
    result = scan(*_all("support"), answers={"support:DescribeSeverityLevels": DENIED})

    assert [(entry.fact, entry.gap.action) for entry in result.unreadable] == [
        ("SupportFacts", "support:DescribeSeverityLevels")
    ]
    outcomes = {
        verdict.outcome
        for check in all_checks().values()
        if SupportFacts in check.needs
        for verdict in result.verdicts[check.id]
    }
    assert outcomes <= {Outcome.UNKNOWN}


def _all(*names):
    from scanners.engine.collectors.catalog import all_collectors

    return [one for one in all_collectors() if one.name in names]


def test_what_no_collector_read_is_not_collected_and_never_passes():
    verdicts = judge({}, scan(collector("support", SupportFacts, support)).scope)

    for check_id, found in verdicts.items():
        if all_checks()[check_id].needs:
            assert {verdict.outcome for verdict in found} == {Outcome.UNKNOWN}, check_id


def test_a_regional_collector_reads_each_region_and_keeps_gaps_apart():
    def lake(context):
        answer = read(context, STORES, lambda _: LakeFacts(()), region=context.region)
        return answer if context.region != "us-east-1" else Unknown(Reason.DENIED_SCP, STORES.action)

    result = scan(
        collector("cloudtrail.lake", LakeFacts, lake, is_regional=True),
        answers={"cloudtrail:ListEventDataStores": {"EventDataStores": []}},
    )

    assert result.facts[LakeFacts] == Regional(
        {"eu-west-1": LakeFacts(()), "us-east-1": Unknown(Reason.DENIED_SCP, STORES.action)}
    )
    assert [(entry.region, entry.gap.reason) for entry in result.unreadable] == [("us-east-1", Reason.DENIED_SCP)]


def test_a_scan_can_be_narrowed_to_regions_and_says_which_are_disabled_or_left_out():
    result = scan(collector("support", SupportFacts, support), regions=["eu-west-1", "af-south-1", "evil.example.com"])

    assert result.regions == ("eu-west-1",)
    assert [entry.region for entry in result.unreadable] == ["af-south-1", "evil.example.com", "us-east-1"]
    assert "not selected" in result.unreadable[-1].gap.detail


@pytest.mark.parametrize("answers", [{}, {"account:ListRegions": DENIED}])
def test_a_scan_of_no_region_knows_nothing_of_any(answers):
    kinds = (LoadBalancerFacts, ClassicBalancerFacts)
    edge = [collector(f"edge.{kind.__name__}", kind, lambda context: None, is_regional=True) for kind in kinds]

    result = scan(*edge, answers=answers, regions=["evil.example.com"])

    assert {one.outcome for one in result.verdicts["lb_listeners_encrypted"]} == {Outcome.UNKNOWN}


def test_unknown_enabled_regions_make_regional_facts_unknown():
    lake = collector("cloudtrail.lake", LakeFacts, lambda context: LakeFacts(()), is_regional=True)

    result = scan(lake, answers={"account:ListRegions": DENIED})

    assert result.regions == ()
    assert result.facts[LakeFacts].reason is Reason.DENIED
    assert result.unreadable[0].fact == "Regions"


def test_regions_asked_for_by_name_are_read_when_aws_does_not_list_them():
    lake = collector("cloudtrail.lake", LakeFacts, lambda context: LakeFacts(()), is_regional=True)

    result = scan(lake, answers={"account:ListRegions": DENIED}, regions=["eu-west-1", "evil.example.com"])

    assert result.regions == ("eu-west-1",)


def test_a_collector_waits_for_what_it_needs():
    seen = []

    def late(context):
        seen.append(context.facts.get(SupportFacts))
        return IamSummary(1, 1, 0, 0, 0)

    def slow(context):
        time.sleep(0.05)
        return support(context)

    scan(collector("iam.summary", IamSummary, late, after=(SupportFacts,)), collector("support", SupportFacts, slow))

    assert seen == [SupportFacts(True, ("low",))]


def test_progress_counts_to_the_end_in_the_callers_thread():
    steps, threads = [], set()

    def on_progress(step):
        steps.append(step)
        threads.add(threading.current_thread())

    scan(*_all("identity", "support", "sso"), on_progress=on_progress, answers={"sso-admin:ListInstances": DENIED})

    assert threads == {threading.current_thread()}
    assert steps[-1].done == steps[-1].total == 3
    assert {(step.service, step.state) for step in steps if step.state is not State.RUNNING} == {
        ("identity", State.DONE),
        ("support", State.DONE),
        ("sso", State.UNREADABLE),
    }


def test_a_stopped_scan_ends_in_seconds_and_keeps_what_it_has():
    release = threading.Event()
    done = threading.Event()

    def stuck(context):
        release.wait(30)
        context.reader.check_stopped()
        return SsoFacts(())

    def quick(context):
        done.set()
        return support(context)

    start = time.monotonic()
    result = scan(
        collector("sso", SsoFacts, stuck),
        collector("support", SupportFacts, quick),
        should_stop=lambda: done.is_set() and time.monotonic() - start > 0.2,
    )
    release.set()

    assert time.monotonic() - start < 5
    assert result.was_stopped
    assert isinstance(result.facts[SupportFacts], SupportFacts)
    assert result.facts[SsoFacts].reason is Reason.NOT_COLLECTED


def test_half_the_calls_denied_never_crash_and_never_pass_unseen():
    answers = recorded_answers()
    for place, name in enumerate(sorted(answers)):
        if place % 2 and name not in ("sts:GetCallerIdentity", "account:ListRegions"):
            answers[name] = Refusal("AccessDenied", "not authorized to perform", 403)

    result = run_scan(reader_of(CannedAws(answers)), now=NOW, opt_ins=["config_secrets", "cdn"])

    assert {entry.gap.reason for entry in result.unreadable} == {Reason.DENIED}
    assert all(entry.gap.action for entry in result.unreadable)


def test_a_regional_collector_sees_what_another_read_in_its_own_region():
    def first(context):
        return LakeFacts((Unknown(Reason.DENIED, context.region),))

    def second(context):
        return SsoFacts((context.facts[LakeFacts].stores[0].action, context.region))

    result = scan(
        collector("a.second", SsoFacts, second, after=(LakeFacts,), is_regional=True),
        collector("b.first", LakeFacts, first, is_regional=True),
    )

    seen = [fact.instances for _, fact in result.facts[SsoFacts].known()]
    assert seen == [("eu-west-1", "eu-west-1"), ("us-east-1", "us-east-1")]
