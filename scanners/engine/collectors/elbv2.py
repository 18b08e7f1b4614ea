"""Application, network and gateway load balancers. Of actions only their kind and where they redirect to are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed, read_all
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    number_or,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.edge import Listener, LoadBalancer, LoadBalancerFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE_BALANCERS = Operation("elbv2", "DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers")
DESCRIBE_LISTENERS = Operation("elbv2", "DescribeListeners", "elasticloadbalancing:DescribeListeners")
DESCRIBE_RULES = Operation("elbv2", "DescribeRules", "elasticloadbalancing:DescribeRules")
_GONE = "LoadBalancerNotFound"


def collect(context: Context) -> LoadBalancerFacts | Unknown:
    """The load balancers of one region; a gateway passes packets on and has no protocol to judge."""
    listed = read_region(context, DESCRIBE_BALANCERS, "LoadBalancers", _listed)
    if isinstance(listed, Unknown):
        return listed
    balancers = (_with_listeners(context, one) for one in listed)
    return LoadBalancerFacts(tuple(one for one in balancers if one is not None))


def _listed(balancer: Fields) -> LoadBalancer:
    return LoadBalancer(
        arn=text(balancer, "LoadBalancerArn"),
        name=text_or(balancer, "LoadBalancerName"),
        kind=text(balancer, "Type"),
        is_public=text_or(balancer, "Scheme") != "internal",
        listeners=(),
        zones=tuple(text_or(zone, "ZoneName") for zone in structures(balancer, "AvailabilityZones")),
    )


def _with_listeners(context: Context, one: LoadBalancer) -> LoadBalancer | None:
    """None for a load balancer that was deleted after it was listed."""
    if one.kind == "gateway":
        return one
    try:
        pages = context.reader.pages(DESCRIBE_LISTENERS, region=context.region, LoadBalancerArn=one.arn)
        listeners = [_listener(entry) for page in pages for entry in structures(page, "Listeners")]
    except CallFailed as failed:
        return None if failed.code == _GONE else replace(one, listeners=failed.gap)
    except MalformedAnswerError as odd:
        return replace(one, listeners=malformed(DESCRIBE_LISTENERS, odd))
    return replace(one, listeners=tuple(_with_rules(context, listener) for listener in listeners))


def _with_rules(context: Context, listener: Listener) -> Listener:
    """Only a plain listener that looks harmless has to be looked into further."""
    if listener.protocol != "HTTP" or listener.action == "forward":
        return listener
    counts = _is_answered if listener.action == "https" else _forwards
    rules = read_all(context, DESCRIBE_RULES, "Rules", counts, region=context.region, ListenerArn=listener.arn)
    return replace(listener, rules_forward=rules if isinstance(rules, Unknown) else any(rules))


def _forwards(rule: Fields) -> bool:
    return any(text_or(action, "Type") == "forward" for action in structures(rule, "Actions"))


def _is_answered(rule: Fields) -> bool:
    """By anything but a redirect to HTTPS."""
    return _kind(structures(rule, "Actions")) != "https"


def _listener(listener: Fields) -> Listener:
    return Listener(
        arn=text(listener, "ListenerArn"),
        port=number_or(listener, "Port", 0),
        protocol=text_or(listener, "Protocol"),
        ssl_policy=text_or(listener, "SslPolicy"),
        action=_kind(structures(listener, "DefaultActions")),
    )


def _kind(actions: Sequence[Fields]) -> str:
    """The last action decides what a request gets; a redirect without a protocol keeps the listener's own."""
    kind = text_or(actions[-1], "Type") if actions else "forward"
    if kind != "redirect":
        return kind
    return "https" if text_or(structure_or_empty(actions[-1], "RedirectConfig"), "Protocol") == "HTTPS" else kind


COLLECTORS = (
    Collector(
        "elbv2", LoadBalancerFacts, (DESCRIBE_BALANCERS, DESCRIBE_LISTENERS, DESCRIBE_RULES), collect, is_regional=True
    ),
)
