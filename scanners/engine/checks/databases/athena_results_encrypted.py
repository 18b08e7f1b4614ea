"""Athena workgroups encrypt query results."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.athena import AthenaFacts, WorkGroup
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="athena_results_encrypted",
    title="Athena query results encrypted",
    question="Do Athena workgroups encrypt query results?",
    needs=(AthenaFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Choose an encryption option for the workgroup, and turn on “Override client-side settings”.",
    cli="aws athena update-work-group --work-group ... --configuration-updates EnforceWorkGroupConfiguration=true",
    console="Athena > Workgroups > the workgroup > Edit.",
    source="https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html",
)


@check.judge
def judge(scope: Scope, athena: Regional[AthenaFacts]) -> Iterator[Verdict]:
    """The unchanged primary workgroup of every account is left out."""
    groups = found(athena, lambda facts: facts.groups)
    used = tuple((region, one) for region, one in groups.items if not _is_untouched(one))
    message = "The account has only the unchanged primary Athena workgroup."
    yield from judged(scope, Found(used, groups.gaps), _judge, reason="untouched", message=message)


def _is_untouched(group: WorkGroup) -> bool:
    if group.name != "primary" or isinstance(group.results, Unknown):
        return False
    return not (group.results.encryption or group.results.has_location or group.results.is_managed)


def _judge(region: str, group: WorkGroup) -> Verdict:
    results = group.results
    if isinstance(results, Unknown):
        return unknown(group.arn, results, region=region)
    seen = {"option": results.encryption, "is_enforced": results.is_enforced}
    if results.is_managed:
        return passed(
            group.arn,
            f"Athena manages and encrypts the query results of workgroup {group.name}.",
            region=region,
            **seen,
        )
    if results.encryption:
        return passed(group.arn, f"Workgroup {group.name} encrypts query results.", region=region, **seen)
    if results.has_location and results.is_enforced:
        message = f"Workgroup {group.name} stores query results in one bucket, which encrypts by default."
        return passed(group.arn, message, region=region, **seen)
    message = f"Workgroup {group.name} lets each client choose the encryption of query results."
    return review(group.arn, message, region=region, **seen)
