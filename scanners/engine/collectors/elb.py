"""Classic load balancers, whose listeners come with them."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, number_or, structure, structures, text, text_or, texts
from scanners.engine.facts.edge import ClassicBalancerFacts, Listener, LoadBalancer
from scanners.engine.facts.unknown import Unknown

DESCRIBE_CLASSIC = Operation("elb", "DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers")


def collect(context: Context) -> ClassicBalancerFacts | Unknown:
    """The classic load balancers of one region."""
    account = f"{context.region}:{context.reader.account_id}"
    prefix = f"arn:{context.reader.partition}:elasticloadbalancing:{account}:loadbalancer"

    def balancer(found: Fields) -> LoadBalancer:
        name = text(found, "LoadBalancerName")
        listeners = [structure(one, "Listener") for one in structures(found, "ListenerDescriptions")]
        return LoadBalancer(
            arn=f"{prefix}/{name}",
            name=name,
            kind="classic",
            is_public=text_or(found, "Scheme") != "internal",
            listeners=tuple(_listener(f"{prefix}/{name}", one) for one in listeners),
            zones=texts(found, "AvailabilityZones"),
        )

    found = read_region(context, DESCRIBE_CLASSIC, "LoadBalancerDescriptions", balancer)
    return found if isinstance(found, Unknown) else ClassicBalancerFacts(found)


def _listener(arn: str, listener: Fields) -> Listener:
    """Classic listeners have no ARN of their own: the port tells them apart."""
    port = number_or(listener, "LoadBalancerPort", 0)
    return Listener(f"{arn}#{port}", port, text(listener, "Protocol").upper(), "")


COLLECTORS = (Collector("elb", ClassicBalancerFacts, (DESCRIBE_CLASSIC,), collect, is_regional=True),)
