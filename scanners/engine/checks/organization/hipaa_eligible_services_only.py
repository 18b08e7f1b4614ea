"""Only HIPAA eligible services are in use, because the BAA covers no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanners.engine.checks._ages import days_since
from scanners.engine.checks._by_region import in_region, unread_regions
from scanners.engine.checks.organization._eligible import ASIDE, ELIGIBLE, ENGINES, LIST_AT, LIST_DAYS, PARTLY
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.rds import RdsFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.tagging import TagFacts
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

_LIST_OF = f"{LIST_AT.day} {LIST_AT:%B %Y}"
_INCOMPLETE = "AWS Config does not record all resources, so services without tags were not seen. List them."

check = Check(
    id="hipaa_eligible_services_only",
    title="Only HIPAA eligible services",
    question="Does the account use only HIPAA eligible services?",
    needs=(TagFacts,),
    also=(ConfigFacts, RdsFacts),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Move the protected health information to an eligible service, or document that the service does "
    "not process it.",
    console="AWS Config > Resources; Resource Groups > Tag Editor.",
    source="https://aws.amazon.com/compliance/hipaa-eligible-services-reference/",
)


@check.judge
def judge(
    scope: Scope, tags: Regional[TagFacts], config: Regional[ConfigFacts] | Unknown, rds: Regional[RdsFacts] | Unknown
) -> Iterator[Verdict]:
    """PASS only if AWS Config records all resource types in all Regions."""
    if scope.handles_phi is False:
        yield not_applicable(
            scope.account_arn, "no_phi", "The product is declared not to handle protected health information."
        )
        return
    yield from unread_regions(scope, tags)
    for region, fact in tags.known():
        yield _judge_region(scope, region, _seen(fact, in_region(config, region), in_region(rds, region)))


def _judge_region(scope: Scope, region: str, seen: Seen) -> Verdict:
    account, services = scope.account_arn, sorted(seen.services)
    if other := sorted(seen.services - ELIGIBLE - {*PARTLY}):
        message = (
            f"Services in {region} are not on the list of {_LIST_OF}. Document whether they process "
            "protected health information."
        )
        return review(account, message, region=region, services=other[:50], list_of=_LIST_OF)
    if seen.gap:
        return unknown(account, seen.gap, region=region)
    if partly := {name: PARTLY[name] for name in services if name in PARTLY and not seen.is_settled(name)}:
        message = (
            f"Services in {region} are only partly eligible. Document that protected health "
            "information stays in the eligible part."
        )
        return review(account, message, region=region, services=partly, list_of=_LIST_OF)
    if days_since(scope, LIST_AT) > LIST_DAYS:
        message = f"All services seen in {region} are on AWS's list of {_LIST_OF}. Compare them with the current list."
        return review(account, message, region=region, services=services, list_of=_LIST_OF)
    if scope.handles_phi is None:
        message = (
            f"All services seen in {region} are eligible. Declare whether the product handles "
            "protected health information."
        )
        return review(account, message, region=region, services=services, list_of=_LIST_OF)
    message = f"All services seen in {region} are eligible."
    return passed(account, message, region=region, services=services, list_of=_LIST_OF)


@dataclass(frozen=True, slots=True)
class Seen:
    """Services seen in a Region, and why the list may be incomplete."""

    services: frozenset[str]
    gap: Unknown | None
    databases: RdsFacts | Unknown

    def is_settled(self, service: str) -> bool:
        """The engines of RDS databases decide; of other services the scan does not read enough."""
        if service != "rds" or isinstance(self.databases, Unknown):
            return False
        parts = (self.databases.instances, self.databases.clusters)
        return not any(isinstance(part, Unknown) for part in parts) and all(
            one.engine.startswith(ENGINES) for part in parts if not isinstance(part, Unknown) for one in part
        )


def _seen(tags: TagFacts, config: ConfigFacts | Unknown, databases: RdsFacts | Unknown) -> Seen:
    services = {one.service.lower() for one in tags.services}
    if isinstance(config, ConfigFacts) and isinstance(config.counts, tuple):
        services |= {parts[1].lower() for one in config.counts if len(parts := one.kind.split("::")) == 3}
    return Seen(frozenset(one for one in services if one) - ASIDE, _gap(config), databases)


def _gap(config: ConfigFacts | Unknown) -> Unknown | None:
    """Why the inventory may be incomplete."""
    if isinstance(config, Unknown):
        return config
    if isinstance(config.counts, Unknown):
        return config.counts
    if isinstance(config.is_complete, Unknown):
        return config.is_complete
    return None if config.is_complete else Unknown(Reason.NOT_COLLECTED, "", _INCOMPLETE)
