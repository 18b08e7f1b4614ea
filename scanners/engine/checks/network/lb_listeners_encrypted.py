"""Internet-facing load balancers accept only TLS, or redirect to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.edge import ClassicBalancerFacts, Listener, LoadBalancer, LoadBalancerFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# TCP ports whose protocol has no TLS. On TCP 443, TLS ends at the target.
_PLAIN_PORTS = frozenset({21, 23, 80, 8080})
_ENCRYPTED = frozenset({"HTTPS", "TLS", "SSL", "QUIC"})
# The names of AWS's security policies contain the oldest version they accept; the others accept TLS 1.0 or 1.1.
_MODERN = re.compile(r"TLS13-1-[23]-|TLS-1-2-|FS-1-2-")

check = Check(
    id="lb_listeners_encrypted",
    title="TLS on internet-facing load balancers",
    question="Do internet-facing load balancers accept only TLS, or redirect to it?",
    needs=(),
    also=(LoadBalancerFacts, ClassicBalancerFacts),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Redirect the HTTP listener to HTTPS, and choose a security policy with TLS 1.2 or later.",
    cli="aws elbv2 modify-listener --listener-arn ... --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06",
    console="EC2 > Load Balancers > the load balancer > Listeners.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
)


@check.judge
def judge(
    scope: Scope, balancers: Regional[LoadBalancerFacts] | Unknown, classics: Regional[ClassicBalancerFacts] | Unknown
) -> Iterator[Verdict]:
    """One verdict per listener of internet-facing load balancers. One IAM action reads both generations."""
    found: list[Verdict] = []
    gaps: list[tuple[str, Unknown]] = []
    for facts in (balancers, classics):
        if isinstance(facts, Unknown):
            gaps.append(("", facts))
            continue
        gaps += facts.unknown()
        for region, fact in facts.known():
            public = [one for one in fact.balancers if one.is_public and one.kind != "gateway"]
            found += [verdict for one in public for verdict in _judge_balancer(region, one)]
    yield from found
    yield from (unknown(scope.account_arn, gap, region=region) for region, gap in dict.fromkeys(gaps))
    if not found and not gaps:
        yield not_applicable(
            scope.account_arn, "no_public_listeners", "The account has no internet-facing load balancer."
        )


def _judge_balancer(region: str, one: LoadBalancer) -> Iterator[Verdict]:
    if isinstance(one.listeners, Unknown):
        yield unknown(one.arn, one.listeners, region=region)
        return
    for listener in one.listeners:
        where = f"Port {listener.port} of load balancer {one.name}"
        if listener.protocol in _ENCRYPTED:
            yield _judge_policy(region, listener, where)
        elif listener.protocol == "HTTP":
            yield _judge_plain(region, listener, where)
        elif one.kind == "classic" and listener.port in _PLAIN_PORTS:
            yield failed(listener.arn, f"{where} accepts {listener.protocol} without TLS.", region=region)
        else:
            message = f"{where} forwards {listener.protocol}. Document whether TLS ends at the target."
            yield review(listener.arn, message, region=region)


def _judge_policy(region: str, listener: Listener, where: str) -> Verdict:
    policy = listener.ssl_policy
    if listener.protocol == "QUIC":
        message = f"{where} uses QUIC, which always includes TLS 1.3."
        return passed(listener.arn, message, region=region, protocol=listener.protocol)
    if not _MODERN.search(policy):
        message = f"{where} uses {listener.protocol}, but its security policy may accept TLS 1.0 or 1.1."
        return review(listener.arn, message, region=region, protocol=listener.protocol, ssl_policy=policy)
    message = f"{where} uses {listener.protocol} with TLS 1.2 or later."
    return passed(listener.arn, message, region=region, protocol=listener.protocol, ssl_policy=policy)


def _judge_plain(region: str, listener: Listener, where: str) -> Verdict:
    if listener.action == "forward":
        return failed(listener.arn, f"{where} forwards unencrypted HTTP.", region=region)
    if isinstance(listener.rules_forward, Unknown):
        return unknown(listener.arn, listener.rules_forward, region=region)
    if listener.action == "https" and not listener.rules_forward:
        return passed(listener.arn, f"{where} redirects to HTTPS.", region=region, protocol="HTTP")
    if listener.rules_forward and listener.action != "https":
        return failed(
            listener.arn, f"A rule of {where[0].lower() + where[1:]} forwards unencrypted HTTP.", region=region
        )
    message = f"{where} answers unencrypted HTTP, by default or by a rule. Document what it returns."
    return review(listener.arn, message, region=region, action=listener.action)
