"""EventBridge: the rules of the default bus that watch root or public buckets, and where they send what they see.

Of targets only the ARN is kept: their inputs and headers may hold secrets.
"""

from __future__ import annotations

from dataclasses import replace

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read, read_all
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, structure, text, text_or
from scanners.engine.facts.events import AlertRule, EventFacts, Target, parse_pattern
from scanners.engine.facts.unknown import Unknown

LIST_RULES = Operation("events", "ListRules", "events:ListRules")
LIST_TARGETS = Operation("events", "ListTargetsByRule", "events:ListTargetsByRule")
GET_TOPIC = Operation("sns", "GetTopicAttributes", "sns:GetTopicAttributes")


def collect(context: Context) -> EventFacts | Unknown:
    """A rule without a pattern is a schedule; a rule about something else is not kept."""
    listed = read_region(context, LIST_RULES, "Rules", _rule)
    if isinstance(listed, Unknown):
        return listed
    region = _Region(context)
    return EventFacts(tuple(region.with_targets(rule) for rule in listed if rule))


def _rule(rule: Fields) -> AlertRule | None:
    pattern = parse_pattern(text_or(rule, "EventPattern"))
    if not (pattern.watches_root or pattern.watches_opening_calls or pattern.detectors):
        return None
    return AlertRule(
        arn=text(rule, "Arn"),
        name=text(rule, "Name"),
        state=text(rule, "State"),
        managed_by=text_or(rule, "ManagedBy"),
        pattern=pattern,
        targets=(),
    )


class _Region:
    """The rules of one region; a topic that several of them use is asked for once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._topics: dict[str, int | Unknown] = {}

    def with_targets(self, rule: AlertRule) -> AlertRule:
        return rule if rule.managed_by else replace(rule, targets=self._targets(rule.name))

    def _targets(self, name: str) -> tuple[Target, ...] | Unknown:
        found = read_all(
            self._context, LIST_TARGETS, "Targets", lambda one: text(one, "Arn"), region=self._context.region, Rule=name
        )
        return found if isinstance(found, Unknown) else tuple(Target(arn, self._subscriptions(arn)) for arn in found)

    def _subscriptions(self, arn: str) -> int | Unknown | None:
        """Confirmed subscriptions of a topic of this account, which lives in the rule's region; None otherwise."""
        parts = arn.split(":")
        region = self._context.region or self._context.reader.home_region
        if parts[2:5] != ["sns", region, self._context.reader.account_id]:
            return None
        if arn not in self._topics:
            self._topics[arn] = read(self._context, GET_TOPIC, _confirmed, region=region, TopicArn=arn)
        return self._topics[arn]


def _confirmed(answer: Fields) -> int:
    figure = text(structure(answer, "Attributes"), "SubscriptionsConfirmed")
    if not (figure.isascii() and figure.isdigit()):
        raise MalformedAnswerError("SubscriptionsConfirmed is not a number")
    return int(figure[:9])


COLLECTORS = (Collector("events", EventFacts, (LIST_RULES, LIST_TARGETS, GET_TOPIC), collect, is_regional=True),)
