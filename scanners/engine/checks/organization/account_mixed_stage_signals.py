"""Resource tags of the account name one environment only: production or non-production."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, passed, review
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.tagging import StageTag, TagFacts
from scanners.engine.scope import Scope

_PRODUCTION = frozenset({"prod", "production", "prd", "live"})
_OTHER = frozenset(
    [
        "dev",
        "development",
        "develop",
        "test",
        "testing",
        "tst",
        "qa",
        "stage",
        "staging",
        "stg",
        "uat",
        "sandbox",
        "sbx",
        "demo",
        "int",
        "integration",
        "preprod",
        "preproduction",
        "nonprod",
        "nonproduction",
        "preview",
    ]
)
_BEFORE = frozenset({"non", "pre", "not"})

check = Check(
    id="account_mixed_stage_signals",
    title="Tags of one environment only",
    question="Do tags show production and non-production resources in the same account?",
    needs=(TagFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.SUPPORTING,
    fix="Move the resources of the other environment to a separate account, or correct the tags.",
    cli="aws resourcegroupstaggingapi get-resources --tag-filters Key=environment",
    console="Resource Groups & Tag Editor > Tag Editor > Find resources.",
    source="https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/"
    "organizing-your-aws-environment.html",
)


@check.judge
def judge(scope: Scope, tags: Regional[TagFacts]) -> Iterator[Verdict]:
    """All Regions together, because the requirement is about the account."""
    unread = tuple(unread_regions(scope, tags))
    yield from unread
    found = [(stage_of(one.value), one) for _, fact in tags.known() for one in fact.stages]
    told = [(is_production, one) for is_production, one in found if is_production is not None]
    histogram: Counter[str] = Counter()
    for _, one in told:
        histogram[one.value[:64]] += one.count
    counts = dict(histogram.most_common(20))
    kinds = {is_production for is_production, _ in told}
    if not told:
        message = "No resource has a tag that names an environment."
        yield from () if unread else (not_applicable(scope.account_arn, "no_stage_tags", message),)
    elif len(kinds) == 2:
        message = "Tags show production and non-production resources in the same account."
        yield review(scope.account_arn, message, values=counts, samples=_samples(scope, told))
    elif scope.is_production is not None and kinds != {scope.is_production}:
        message = "The tags name another environment than the declared one."
        yield review(scope.account_arn, message, values=counts, samples=_samples(scope, told))
    else:
        yield passed(scope.account_arn, "All environment tags name the same kind of environment.", values=counts)


def stage_of(value: str) -> bool | None:
    """True if a tag value means production, False if non-production, None otherwise."""
    words = [word for word in re.split(r"[^a-z]+", value.lower()[:256]) if word]
    if any(word in _OTHER for word in words) or _BEFORE.intersection(words[:-1]):
        return False
    return True if any(word in _PRODUCTION for word in words) else None


def _samples(scope: Scope, told: list[tuple[bool, StageTag]]) -> list[str]:
    """Up to ten resources of the other environment."""
    expected = scope.is_production is not False
    return [arn for is_production, one in told if is_production is not expected for arn in one.samples][:10]
