from __future__ import annotations

import pytest

from scanners.engine.collectors import acm, autoscaling, elb, elbv2, transfer
from scanners.engine.facts.edge import CertificateFacts, ClassicBalancerFacts, LoadBalancerFacts, TransferFacts
from scanners.engine.facts.unknown import Reason
from tests.scanners.canned_aws import ACCOUNT, DENIED, THROTTLED, CannedAws, Refusal, context_of, recorded_answers

EU = "eu-west-1"


def collect(module, **answers):
    table = {**recorded_answers(), **{name.replace("__", ":"): answer for name, answer in answers.items()}}
    aws = CannedAws(table)
    return module.collect(context_of(aws, region=EU)), aws


def listener(**changes):
    return {"Listeners": [{**recorded_answers()["elbv2:DescribeListeners"]["Listeners"][0], **changes}]}


def test_a_redirect_is_looked_into_down_to_its_rules():
    facts, aws = collect(elbv2)
    (balancer,) = facts.balancers

    assert (balancer.name, balancer.is_public, balancer.listeners[0].action) == ("web", True, "https")
    assert balancer.listeners[0].rules_forward is False
    assert balancer.zones == ("eu-west-1a", "eu-west-1b")
    assert {region for _, region, _ in aws.made} == {EU}


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "StatusCode": "HTTP_301"}}], False),
        ([{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTP", "StatusCode": "HTTP_301"}}], True),
        ([{"Type": "redirect", "RedirectConfig": {"Protocol": "#{protocol}", "StatusCode": "HTTP_301"}}], True),
        ([{"Type": "fixed-response"}], True),
    ],
)
def test_a_rule_that_answers_before_the_redirect_is_seen(actions, expected):
    rules = {"Rules": [{"Actions": actions}]}

    assert collect(elbv2, elbv2__DescribeRules=rules)[0].balancers[0].listeners[0].rules_forward is expected


def test_a_rule_that_forwards_is_seen():
    rules = {"Rules": [{"Actions": [{"Type": "authenticate-oidc"}, {"Type": "forward"}]}]}

    assert collect(elbv2, elbv2__DescribeRules=rules)[0].balancers[0].listeners[0].rules_forward is True
    assert (
        collect(elbv2, elbv2__DescribeRules=DENIED)[0].balancers[0].listeners[0].rules_forward.reason is Reason.DENIED
    )


@pytest.mark.parametrize(
    ("changes", "action"),
    [
        ({"DefaultActions": [{"Type": "forward"}]}, "forward"),
        ({"DefaultActions": [{"Type": "authenticate-cognito"}, {"Type": "forward"}]}, "forward"),
        ({"DefaultActions": []}, "forward"),
        ({"Protocol": "HTTPS", "DefaultActions": [{"Type": "fixed-response"}]}, "fixed-response"),
    ],
)
def test_rules_are_asked_only_where_they_decide(changes, action):
    facts, aws = collect(elbv2, elbv2__DescribeListeners=listener(**changes))

    assert facts.balancers[0].listeners[0].action == action
    assert aws.calls("elbv2:DescribeRules") == []


def test_a_redirect_that_stays_plain_is_no_redirect_to_https():
    plain = listener(DefaultActions=[{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301"}}])

    assert collect(elbv2, elbv2__DescribeListeners=plain)[0].balancers[0].listeners[0].action == "redirect"


def test_what_is_deleted_meanwhile_is_left_out():
    balancers, _ = collect(elbv2, elbv2__DescribeListeners=Refusal("LoadBalancerNotFound"))
    servers, _ = collect(transfer, transfer__DescribeServer=Refusal("ResourceNotFoundException"))

    assert (balancers, servers) == (LoadBalancerFacts(()), TransferFacts(()))


def test_a_gateway_is_not_asked_for_listeners():
    (balancer,) = recorded_answers()["elbv2:DescribeLoadBalancers"]["LoadBalancers"]

    facts, aws = collect(elbv2, elbv2__DescribeLoadBalancers={"LoadBalancers": [{**balancer, "Type": "gateway"}]})

    assert facts.balancers[0].listeners == ()
    assert len(aws.made) == 1


def test_load_balancers_of_all_pages_and_none():
    page = recorded_answers()["elbv2:DescribeLoadBalancers"]
    (balancer,) = page["LoadBalancers"]
    other = {"LoadBalancers": [{**balancer, "LoadBalancerArn": "arn:other", "Scheme": "internal"}]}

    facts, _ = collect(elbv2, elbv2__DescribeLoadBalancers=[{**page, "NextMarker": "m"}, other])
    refused, _ = collect(elbv2, elbv2__DescribeListeners=THROTTLED)

    assert [one.is_public for one in facts.balancers] == [True, False]
    assert refused.balancers[0].listeners.reason is Reason.THROTTLED
    assert collect(elbv2, elbv2__DescribeLoadBalancers={"LoadBalancers": []})[0] == LoadBalancerFacts(())


def test_classic_load_balancers_bring_their_listeners():
    facts, _ = collect(elb)
    page = recorded_answers()["elb:DescribeLoadBalancers"]
    both, _ = collect(elb, elb__DescribeLoadBalancers=[{**page, "NextMarker": "m"}, page])

    assert facts.balancers[0].arn == f"arn:aws:elasticloadbalancing:{EU}:{ACCOUNT}:loadbalancer/old"
    assert [(one.port, one.protocol) for one in facts.balancers[0].listeners] == [(80, "HTTP")]
    assert facts.balancers[0].zones == ("eu-west-1a",)
    assert len(both.balancers) == 2
    assert collect(elb, elb__DescribeLoadBalancers={"LoadBalancerDescriptions": []})[0] == ClassicBalancerFacts(())


def test_groups_of_machines_of_all_pages():
    page = recorded_answers()["autoscaling:DescribeAutoScalingGroups"]

    facts, _ = collect(autoscaling, autoscaling__DescribeAutoScalingGroups=[{**page, "NextToken": "t"}, page])

    assert [(one.name, one.zones, one.wanted) for one in facts.groups] == [("web", ("us-east-1a", "us-east-1b"), 2)] * 2


def test_certificates_of_every_key_type():
    facts, aws = collect(acm)
    page = recorded_answers()["acm:ListCertificates"]
    both, _ = collect(acm, acm__ListCertificates=[{**page, "NextToken": "t"}, page])

    assert (facts.certificates[0].status, facts.certificates[0].is_in_use) == ("ISSUED", True)
    assert "EC_secp521r1" in aws.calls("acm:ListCertificates")[0]["Includes"]["keyTypes"]
    assert len(both.certificates) == 2
    assert collect(acm, acm__ListCertificates={"CertificateSummaryList": []})[0] == CertificateFacts(())


def test_a_server_that_cannot_be_read_stays_in_the_list():
    facts, _ = collect(transfer)
    refused, _ = collect(transfer, transfer__DescribeServer=DENIED)

    assert facts.servers[0].protocols == ("SFTP",)
    assert refused.servers[0].protocols.action == "transfer:DescribeServer"
    assert collect(transfer, transfer__ListServers={"Servers": []})[0] == TransferFacts(())
