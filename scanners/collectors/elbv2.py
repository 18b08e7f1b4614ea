"""Application, network and gateway load balancers. Of actions only their kind and where they redirect to are kept."""

from __future__ import annotations

from dataclasses import replace

from scanners.aws.operations import Operation
from scanners.collectors.collector import Collector, Context, read_all
from scanners.collectors.shape import Fields, number_or, structure_or_empty, structures, text, text_or
from scanners.facts.edge import Listener, LoadBalancer, LoadBalancerFacts
from scanners.facts.unknown import Unknown

DESCRIBE_BALANCERS = Operation("elbv2", "DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers")
DESCRIBE_LISTENERS = Operation("elbv2", "DescribeListeners", "elasticloadbalancing:DescribeListeners")
DESCRIBE_RULES = Operation("elbv2", "DescribeRules", "elasticloadbalancing:DescribeRules")


def collect(context: Context) -> LoadBalancerFacts | Unknown:
    """The load balancers of one region; a gateway passes packets on and has no protocol to judge."""
    listed = read_all(context, DESCRIBE_BALANCERS, "LoadBalancers", _listed, region=context.region)
    if isinstance(listed, Unknown):
        return listed
    return LoadBalancerFacts(tuple(_with_listeners(context, one) for one in listed))


def _listed(balancer: Fields) -> LoadBalancer:
    return LoadBalancer(
        arn=text(balancer, "LoadBalancerArn"),
        name=text_or(balancer, "LoadBalancerName"),
        kind=text(balancer, "Type"),
        is_public=text_or(balancer, "Scheme") != "internal",
        listeners=(),
    )


def _with_listeners(context: Context, one: LoadBalancer) -> LoadBalancer:
    if one.kind == "gateway":
        return one
    listeners = read_all(
        context, DESCRIBE_LISTENERS, "Listeners", _listener, region=context.region, LoadBalancerArn=one.arn
    )
    if not isinstance(listeners, Unknown):
        listeners = tuple(_with_rules(context, listener) for listener in listeners)
    return replace(one, listeners=listeners)


def _with_rules(context: Context, listener: Listener) -> Listener:
    """Only a plain listener that looks harmless has to be looked into further."""
    if listener.protocol != "HTTP" or listener.action == "forward":
        return listener
    rules = read_all(context, DESCRIBE_RULES, "Rules", _forwards, region=context.region, ListenerArn=listener.arn)
    return replace(listener, rules_forward=rules if isinstance(rules, Unknown) else any(rules))


def _forwards(rule: Fields) -> bool:
    return any(text_or(action, "Type") == "forward" for action in structures(rule, "Actions"))


def _listener(listener: Fields) -> Listener:
    return Listener(
        arn=text(listener, "ListenerArn"),
        port=number_or(listener, "Port", 0),
        protocol=text_or(listener, "Protocol"),
        ssl_policy=text_or(listener, "SslPolicy"),
        action=_action(listener),
    )


def _action(listener: Fields) -> str:
    """The last action decides what a request gets; a redirect without a protocol keeps the listener's own."""
    actions = structures(listener, "DefaultActions")
    kind = text_or(actions[-1], "Type") if actions else "forward"
    if kind != "redirect":
        return kind
    return "https" if text_or(structure_or_empty(actions[-1], "RedirectConfig"), "Protocol") == "HTTPS" else kind


COLLECTORS = (
    Collector(
        "elbv2", LoadBalancerFacts, (DESCRIBE_BALANCERS, DESCRIBE_LISTENERS, DESCRIBE_RULES), collect, is_regional=True
    ),
)
