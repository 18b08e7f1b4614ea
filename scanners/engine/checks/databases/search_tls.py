"""OpenSearch domains require HTTPS and encrypt traffic between nodes."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review
from scanners.engine.facts.opensearch import OpenSearchFacts, SearchDomain
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="search_tls",
    title="HTTPS required by OpenSearch domains",
    question="Do OpenSearch domains require HTTPS and node-to-node encryption?",
    needs=(OpenSearchFacts,),
    severity=Severity.MEDIUM,
    weight=Weight.DECISIVE,
    fix="Require HTTPS, choose a TLS 1.2 security policy, and turn on node-to-node encryption.",
    cli="aws opensearch update-domain-config --domain-name ... --domain-endpoint-options "
    "EnforceHTTPS=true,TLSSecurityPolicy=Policy-Min-TLS-1-2-PFS-2023-10",
    console="OpenSearch Service > Domains > the domain > Security configuration.",
    source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createupdatedomains.html",
)
_OLD_POLICIES = ("", "Policy-Min-TLS-1-0-2019-07")


@check.judge
def judge(scope: Scope, search: Regional[OpenSearchFacts]) -> Iterator[Verdict]:
    """FAIL without required HTTPS; REVIEW for TLS 1.0 and for unencrypted traffic between nodes."""
    yield from judged(
        scope,
        found(search, lambda facts: facts.domains),
        _judge,
        reason="no_domains",
        message="The account has no OpenSearch domains.",
    )


def _judge(region: str, one: SearchDomain) -> Verdict:
    seen = {"between_nodes": one.encrypts_between_nodes, "tls_policy": one.tls_policy}
    if not one.enforces_https:
        return failed(one.arn, f"Domain {one.name} accepts requests without HTTPS.", region=region, **seen)
    if not one.encrypts_between_nodes:
        return review(one.arn, f"Domain {one.name} does not have node-to-node encryption.", region=region, **seen)
    if one.tls_policy in _OLD_POLICIES:
        return review(one.arn, f"Domain {one.name} accepts TLS 1.0.", region=region, **seen)
    return passed(one.arn, f"Domain {one.name} requires HTTPS and has node-to-node encryption.", region=region, **seen)
