"""The addendum covers only the services AWS names: health data must not touch any other."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.checks._ages import days_since
from scanners.checks._by_region import in_region, unread_regions
from scanners.checks.governance._eligible import ASIDE, ELIGIBLE, LIST_AT, LIST_DAYS
from scanners.facts.config import ConfigFacts
from scanners.facts.regional import Regional
from scanners.facts.tagging import TagFacts
from scanners.facts.unknown import Reason, Unknown
from scanners.registry import Check, Scope
from scanners.verdicts import Severity, Verdict, Weight, not_applicable, passed, review, unknown

_INCOMPLETE = "Not every resource is recorded by AWS Config, so services without tags were not seen; list them."

check = Check(
    id="hipaa_eligible_services_only",
    title="Only HIPAA eligible services",
    question="Does the account use only services that are eligible for health data?",
    needs=(TagFacts,),
    also=(ConfigFacts,),
    severity=Severity.HIGH,
    weight=Weight.DECISIVE,
    fix="Move the health data off the service, or show that it never touches it.",
    source="https://docs.aws.amazon.com/whitepapers/latest/architecting-hipaa-security-and-compliance-on-aws/"
    "welcome.html",
)


@check.judge
def judge(scope: Scope, tags: Regional[TagFacts], config: Regional[ConfigFacts] | Unknown) -> Iterator[Verdict]:
    """Only a complete recording of every region proves that nothing else is in use."""
    if scope.handles_phi is False:
        yield not_applicable(scope.account_arn, "no_phi", "The product is declared to handle no health data.")
        return
    yield from unread_regions(scope, tags)
    for region, fact in tags.known():
        yield _judge_region(scope, region, fact, in_region(config, region))


def _judge_region(scope: Scope, region: str, tags: TagFacts, config: ConfigFacts | Unknown) -> Verdict:
    account, seen = scope.account_arn, {one.service.lower() for one in tags.services}
    if isinstance(config, ConfigFacts) and isinstance(config.counts, tuple):
        seen |= {parts[1].lower() for one in config.counts if len(parts := one.kind.split("::")) == 3}
    seen = {one for one in seen if one} - ASIDE
    other = sorted(seen - ELIGIBLE)
    if other:
        message = f"In {region} services are in use that are not on our list; say whether health data touches them."
        return review(account, message, region=region, services=other[:50])
    gap = _gap(config)
    if gap:
        return unknown(account, gap, region=region)
    if scope.handles_phi is None or days_since(scope, LIST_AT) > LIST_DAYS:
        message = f"All services seen in {region} are on our list of {LIST_AT:%Y}; compare with AWS's current page."
        return review(account, message, region=region, services=sorted(seen))
    return passed(account, f"All services seen in {region} are eligible.", region=region, services=sorted(seen))


def _gap(config: ConfigFacts | Unknown) -> Unknown | None:
    """Why the inventory may be incomplete."""
    if isinstance(config, Unknown):
        return config
    if isinstance(config.counts, Unknown):
        return config.counts
    if isinstance(config.is_complete, Unknown):
        return config.is_complete
    return None if config.is_complete else Unknown(Reason.NOT_COLLECTED, "", _INCOMPLETE)
