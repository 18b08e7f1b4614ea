"""Every public listener by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import balancer, balancers, classics, listener, regional

CHECK = "lb_listeners_encrypted"
NONE = regional(classics())
REDIRECT = listener("HTTP", "", port=80, action="https")
FORWARD = listener("HTTP", "", port=80)


def found(expected: str, *listeners: object, **changes: object) -> Case:
    return case(expected, regional(balancers(balancer(*listeners, **changes)), balancers()), NONE)  # type: ignore[arg-type]


def classic(expected: str, protocol: str, port: int = 443) -> Case:
    old = classics(balancer(replace(listener(protocol, ""), port=port), kind="classic"))
    return case(expected, regional(balancers()), regional(old, classics()))


CASES = {
    "TLS and a redirect": found("pass pass", listener(), REDIRECT),
    "plain HTTP that forwards": found("fail pass", listener(), FORWARD),
    "a redirect whose rules forward": found("review", listener("HTTP", "", action="https", rules_forward=True)),
    "a redirect to plain HTTP": found("review", listener("HTTP", "", action="redirect")),
    "a fixed answer": found("review", listener("HTTP", "", action="fixed-response")),
    "a fixed answer whose rules forward": found(
        "fail", listener("HTTP", "", action="fixed-response", rules_forward=True)
    ),
    "rules unread": found("unknown", listener("HTTP", "", action="https", rules_forward=DENIED)),
    "an old policy": found("review", listener(ssl_policy="ELBSecurityPolicy-2016-08")),
    "a policy of TLS 1.1": found("review", listener(ssl_policy="ELBSecurityPolicy-TLS13-1-1-2021-06")),
    "forward secrecy from TLS 1.2": found("pass", listener(ssl_policy="ELBSecurityPolicy-FS-1-2-Res-2020-10")),
    "TLS of a network load balancer": found("pass", listener("TLS"), kind="network"),
    "QUIC, which has no policy": found("pass", listener("QUIC", ""), kind="network"),
    "QUIC or TCP": found("review", listener("TCP_QUIC", ""), kind="network"),
    "pass-through": found("review", listener("TCP", ""), kind="network"),
    "internal": found("not_applicable", FORWARD, is_public=False),
    "a gateway": found("not_applicable", listener("GENEVE", ""), kind="gateway"),
    "no listener": found("not_applicable"),
    "listeners unread": found("unknown", listeners=DENIED),
    "classic plain": classic("fail", "HTTP"),
    "classic TCP": classic("review", "TCP"),
    "classic TCP on another port": classic("review", "TCP", 8443),
    **{f"classic TCP on plain port {port}": classic("fail", "TCP", port) for port in (21, 23, 80, 8080)},
    "classic TLS, policy not read": classic("review", "HTTPS"),
    "none": case("not_applicable", regional(balancers()), NONE),
    "one region unread": case("fail unknown", regional(balancers(balancer(FORWARD)), DENIED), NONE),
    "classic ones denied": case(
        "pass unknown", regional(balancers(balancer(listener())), balancers()), ClassicBalancerFacts=DENIED
    ),
    "denied, which one action is for both kinds": case(
        "unknown", LoadBalancerFacts=DENIED, ClassicBalancerFacts=DENIED
    ),
    "a region denied for both kinds": case("unknown", regional(balancers(), DENIED), regional(classics(), DENIED)),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
