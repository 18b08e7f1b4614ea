"""What the internet reaches speaks TLS, or sends everybody to where it does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review, unknown
from scanners.engine.facts.edge import ClassicBalancerFacts, Listener, LoadBalancer, LoadBalancerFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

# Of the ports that load balancers pass on as TCP, those whose protocol has no TLS. On 443 TLS ends behind it.
_PLAIN_PORTS = frozenset({21, 23, 80, 8080})
_ENCRYPTED = frozenset({"HTTPS", "TLS", "SSL", "QUIC"})
# The names of AWS's policies say the oldest version they accept; the others reach back to TLS 1.0 or 1.1.
_MODERN = re.compile(r"TLS13-1-[23]-|TLS-1-2-|FS-1-2-")

check = Check(
    id="lb_listeners_encrypted",
    title="Public load balancers speak TLS",
    question="Do internet-facing load balancers accept only TLS, or redirect to it?",
    needs=(),
    also=(LoadBalancerFacts, ClassicBalancerFacts),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Make the HTTP listener redirect to HTTPS, and use a security policy that begins at TLS 1.2.",
    cli="aws elbv2 modify-listener --listener-arn ... --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06",
    console="EC2 > Load Balancers > the load balancer > Listeners.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
)


@check.judge
def judge(
    scope: Scope, balancers: Regional[LoadBalancerFacts] | Unknown, classics: Regional[ClassicBalancerFacts] | Unknown
) -> Iterator[Verdict]:
    """Every listener by itself; internal load balancers and gateways are not asked. One action reads both kinds."""
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
        yield not_applicable(scope.account_arn, "no_public_listeners", "No load balancer listens to the internet.")


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
            message = f"{where} passes {listener.protocol} on; say whether what stands behind it ends TLS."
            yield review(listener.arn, message, region=region)


def _judge_policy(region: str, listener: Listener, where: str) -> Verdict:
    policy = listener.ssl_policy
    if listener.protocol == "QUIC":
        message = f"{where} speaks QUIC, which is never without TLS 1.3."
        return passed(listener.arn, message, region=region, protocol=listener.protocol)
    if not _MODERN.search(policy):
        message = f"{where} speaks {listener.protocol}, but its policy may accept TLS 1.0 or 1.1."
        return review(listener.arn, message, region=region, protocol=listener.protocol, ssl_policy=policy)
    message = f"{where} speaks {listener.protocol} from TLS 1.2 on."
    return passed(listener.arn, message, region=region, protocol=listener.protocol, ssl_policy=policy)


def _judge_plain(region: str, listener: Listener, where: str) -> Verdict:
    if listener.action == "forward":
        return failed(listener.arn, f"{where} forwards plain HTTP.", region=region)
    if isinstance(listener.rules_forward, Unknown):
        return unknown(listener.arn, listener.rules_forward, region=region)
    if listener.action == "https" and not listener.rules_forward:
        return passed(listener.arn, f"{where} redirects to HTTPS.", region=region, protocol="HTTP")
    if listener.rules_forward and listener.action != "https":
        return failed(listener.arn, f"{where} forwards plain HTTP by its rules.", region=region)
    message = f"{where} answers plain HTTP by itself or by its rules; say what it answers."
    return review(listener.arn, message, region=region, action=listener.action)
