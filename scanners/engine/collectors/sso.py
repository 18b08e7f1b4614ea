"""IAM Identity Center: the instances this account can see."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read_all
from scanners.engine.collectors.shape import Fields, text, text_or
from scanners.engine.facts.sso import SsoFacts, SsoInstance
from scanners.engine.facts.unknown import Unknown

LIST_INSTANCES = Operation("sso-admin", "ListInstances", "sso:ListInstances")


def collect(context: Context) -> SsoFacts | Unknown:
    """Instances of all regions in one call."""
    instances = read_all(context, LIST_INSTANCES, "Instances", _instance, RegionScope="ALL_REGIONS")
    return instances if isinstance(instances, Unknown) else SsoFacts(instances)


def _instance(instance: Fields) -> SsoInstance:
    return SsoInstance(
        arn=text(instance, "InstanceArn"),
        owner_account_id=text_or(instance, "OwnerAccountId"),
        primary_region=text_or(instance, "PrimaryRegion"),
        status=text_or(instance, "Status"),
    )


COLLECTORS = (Collector("sso", SsoFacts, (LIST_INSTANCES,), collect),)
