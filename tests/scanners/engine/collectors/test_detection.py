from __future__ import annotations

import json

import pytest
from botocore.exceptions import EndpointConnectionError

from scanners.engine.collectors import (
    access_analyzer,
    cloudtrail_lake,
    config,
    events,
    guardduty,
    macie,
    securityhub,
    tagging,
)
from scanners.engine.collectors.cloudtrail import collect as collect_trails
from scanners.engine.facts.cloudtrail import LakeFacts, TrailFacts
from scanners.engine.facts.config import ConfigRule, KindCount
from scanners.engine.facts.events import EventFacts, parse_pattern
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.securityhub import HubFacts
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.unknown import Reason, Unknown
from tests.scanners.canned_aws import ACCOUNT, DENIED, CannedAws, Refusal, context_of, recorded_answers

EU = "eu-west-1"


def collect(module, *, facts=None, is_checked=True, **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table, is_checked=is_checked)
    return module.collect(context_of(aws, region=EU, facts=facts or {})), aws


def test_every_detection_call_goes_to_its_region():
    for module in (access_analyzer, config, events, guardduty, macie, securityhub, tagging):
        _, aws = collect(module)
        assert {region for _, region, _ in aws.made} == {EU}, module.__name__


def test_analyzers_of_all_pages():
    page = recorded_answers()["accessanalyzer:ListAnalyzers"]

    facts, _ = collect(access_analyzer, accessanalyzer__ListAnalyzers=[{**page, "nextToken": "t"}, page])

    assert [(one.kind, one.is_active) for one in facts.external] == [("ACCOUNT", True)] * 2
    assert facts.unused == ()


def test_guardduty_off_has_no_detector_and_needs_one_call():
    facts, aws = collect(guardduty, guardduty__ListDetectors={"DetectorIds": []})

    assert (facts, facts.is_on) == (GuardDutyFacts(()), False)
    assert len(aws.made) == 1


def no_endpoint(_parameters):
    raise EndpointConnectionError(endpoint_url="https://nowhere")


@pytest.mark.parametrize(("region", "is_gap"), [("me-central-1", False), ("eu-west-1", True)])
def test_macie_is_off_where_aws_does_not_run_it(region, is_gap):
    aws = CannedAws({"macie2:GetMacieSession": no_endpoint})

    assert isinstance(macie.collect(context_of(aws, region=region)), Unknown) is is_gap


def test_a_detector_that_cannot_be_read_is_neither_on_nor_off():
    facts, _ = collect(guardduty, guardduty__GetDetector=DENIED)

    assert facts.is_on.action == "guardduty:GetDetector"


def test_config_reads_own_recorders_and_aws_rules_only():
    facts, _ = collect(config)
    (recorder,) = facts.recorders

    assert (recorder.name, recorder.is_recording) == ("default", True)
    assert recorder.records("AWS::S3::Bucket")
    assert not recorder.records("AWS::EC2::Volume")
    assert facts.rules == (ConfigRule("S3_BUCKET_PUBLIC_READ_PROHIBITED", "ACTIVE"),)
    assert facts.counts == (KindCount("AWS::S3::Bucket", 4),)


def test_a_recorder_that_fails_records_nothing():
    (status,) = recorded_answers()["config:DescribeConfigurationRecorderStatus"]["ConfigurationRecordersStatus"]
    failing = {"ConfigurationRecordersStatus": [{**status, "recording": True, "lastStatus": "Failure"}]}

    facts, _ = collect(config, config__DescribeConfigurationRecorderStatus=failing)

    assert facts.recorders[0].is_recording is False


def test_nothing_is_asked_where_nothing_is_recorded():
    facts, aws = collect(config, config__DescribeConfigurationRecorders={"ConfigurationRecorders": []})

    assert (facts.recorders, facts.rules, facts.counts) == ((), None, None)
    assert len(aws.made) == 1


def test_each_part_of_config_may_be_refused_by_itself():
    facts, _ = collect(
        config,
        config__DescribeConfigurationRecorderStatus=DENIED,
        config__DescribeConfigRules=DENIED,
        config__GetDiscoveredResourceCounts=DENIED,
    )

    assert [facts.recorders[0].is_recording.reason, facts.rules.reason, facts.counts.reason] == [Reason.DENIED] * 3


def test_counts_of_all_pages():
    page = recorded_answers()["config:GetDiscoveredResourceCounts"]

    facts, aws = collect(config, config__GetDiscoveredResourceCounts=[{**page, "nextToken": "t"}, page])

    assert len(facts.counts) == 2
    assert aws.calls("config:GetDiscoveredResourceCounts")[1]["nextToken"] == "t"


def test_an_account_without_a_hub_is_no_error():
    facts, aws = collect(securityhub, securityhub__DescribeHub=Refusal("InvalidAccessException", "not subscribed", 401))

    assert facts == HubFacts(False, ())
    assert len(aws.made) == 1


def test_standards_may_be_refused():
    facts, _ = collect(securityhub, securityhub__GetEnabledStandards=DENIED)

    assert facts.is_on
    assert facts.standards.action == "securityhub:GetEnabledStandards"


def test_macie_says_off_like_a_refusal():
    off = Refusal("AccessDeniedException", "Macie is not enabled", 403)
    refused = Refusal("AccessDeniedException", "You are not authorized to perform this action", 403)

    assert collect(macie, macie2__GetMacieSession=off)[0] == MacieFacts("")
    assert collect(macie, macie2__GetMacieSession=Refusal("ResourceNotFoundException"))[0] == MacieFacts("")
    assert collect(macie, macie2__GetMacieSession=refused)[0].reason is Reason.DENIED
    assert collect(macie)[0].is_on


# --- EventBridge -------------------------------------------------------------------------------------------------


def test_only_rules_that_watch_are_kept_and_only_arns_of_targets():
    facts, aws = collect(events)
    (rule,) = facts.rules

    assert rule.pattern.watches_root
    assert rule.pattern.detectors == ("aws.guardduty",)
    assert rule.pattern.watches_opening_calls
    assert (rule.targets[0].service, rule.targets[0].subscriptions) == ("sns", 2)
    assert "secret" not in repr(facts)
    assert [call["Rule"] for call in aws.calls("events:ListTargetsByRule")] == ["alarm"]


def test_a_topic_of_two_rules_is_asked_once():
    (rule, _) = recorded_answers()["events:ListRules"]["Rules"]

    _, aws = collect(events, events__ListRules={"Rules": [rule, {**rule, "Name": "other"}]})

    assert len(aws.calls("sns:GetTopicAttributes")) == 1


@pytest.mark.parametrize("arn", [f"arn:aws:sns:eu-west-1:{ACCOUNT[::-1]}:t", "arn:aws:lambda:eu-west-1:1:x", "odd"])
def test_only_topics_of_this_account_are_asked(arn):
    facts, aws = collect(events, events__ListTargetsByRule={"Targets": [{"Id": "1", "Arn": arn}]})

    assert facts.rules[0].targets[0].subscriptions is None
    assert aws.calls("sns:GetTopicAttributes") == []


def test_a_rule_of_an_aws_service_is_not_asked_for_targets():
    (rule, _) = recorded_answers()["events:ListRules"]["Rules"]

    facts, aws = collect(events, events__ListRules={"Rules": [{**rule, "ManagedBy": "x.amazonaws.com"}]})

    assert not facts.rules[0].is_own
    assert aws.calls("events:ListTargetsByRule") == []


def test_refused_targets_and_topics_are_gaps():
    facts, _ = collect(events, events__ListTargetsByRule=DENIED)
    topic, _ = collect(events, sns__GetTopicAttributes={"Attributes": {"SubscriptionsConfirmed": "many"}})

    assert facts.rules[0].targets.action == "events:ListTargetsByRule"
    assert topic.rules[0].targets[0].subscriptions.reason is Reason.MALFORMED


@pytest.mark.parametrize("text", ["", "[]", "{not json", '"x"', "[" * 5000, "x" * 20_000])
def test_an_odd_pattern_watches_nothing_and_is_not_readable(text):
    pattern = parse_pattern(text)

    assert not pattern.is_readable
    assert not any((pattern.watches_root, pattern.detectors, pattern.watches_opening_calls))


@pytest.mark.parametrize(
    ("pattern", "is_narrowed"),
    [
        ({"source": ["aws.macie"]}, False),
        ({"source": ["aws.guardduty"], "detail": {"severity": [{"numeric": [">", 4]}]}}, False),
        ({"source": ["aws.guardduty"], "detail": {"type": ["x"]}}, True),
        ({"source": ["aws.guardduty", {"anything-but": "x"}]}, True),
        ({"source": [{"prefix": "aws."}], "detail": "odd"}, True),
        ({"source": ["aws.config"], "$or": []}, True),
    ],
)
def test_patterns_that_choose_among_findings(pattern, is_narrowed):
    assert parse_pattern(json.dumps(pattern)).is_narrowed is is_narrowed


def test_no_rules_are_a_fact():
    assert collect(events, events__ListRules={"Rules": []})[0] == EventFacts(())


# --- tags and Lake -----------------------------------------------------------------------------------------------


def test_tags_keep_stages_and_counts_only():
    entry = recorded_answers()["resourcegroupstaggingapi:GetResources"]["ResourceTagMappingList"][0]
    many = {"ResourceTagMappingList": [{**entry, "ResourceARN": f"{entry['ResourceARN']}{n}"} for n in range(30)]}

    facts, _ = collect(tagging, resourcegroupstaggingapi__GetResources=many)

    assert [(one.service, one.count) for one in facts.services] == [("sqs", 30)]
    assert [(one.key, one.value, one.count, len(one.samples)) for one in facts.stages] == [
        ("Environment", "prod", 30, 10)
    ]
    assert "somebody" not in repr(facts)


def test_pages_of_tags_and_none():
    page = recorded_answers()["resourcegroupstaggingapi:GetResources"]

    facts, _ = collect(tagging, resourcegroupstaggingapi__GetResources=[{**page, "PaginationToken": "t"}, page])
    empty, _ = collect(tagging, resourcegroupstaggingapi__GetResources={"ResourceTagMappingList": []})

    assert facts.services[0].count == 2
    assert empty == TagFacts((), ())


def test_a_store_is_read_where_no_plain_trail_logs():
    facts, aws = collect(cloudtrail_lake, facts={TrailFacts: TrailFacts(())})

    assert (facts.stores[0].is_multi_region, facts.stores[0].retention_days) == (True, 365)
    assert facts.stores[0].selectors[0].fields[0].values == ("Management",)
    assert {region for _, region, _ in aws.made} == {EU}


def test_no_store_is_asked_for_beside_a_trail_of_all_regions():
    trail = {**recorded_answers()["cloudtrail:DescribeTrails"]["trailList"][0], "HasCustomEventSelectors": False}
    trails = collect_trails(
        context_of(CannedAws({**recorded_answers(), "cloudtrail:DescribeTrails": {"trailList": [trail]}}))
    )

    facts, aws = collect(cloudtrail_lake, facts={TrailFacts: trails})

    assert facts == LakeFacts((Unknown(Reason.NOT_COLLECTED, ""),))
    assert aws.made == []


def test_a_store_that_cannot_be_read_stays_in_the_list():
    facts, _ = collect(cloudtrail_lake, cloudtrail__GetEventDataStore=DENIED)

    assert facts.stores[0].action == "cloudtrail:GetEventDataStore"
