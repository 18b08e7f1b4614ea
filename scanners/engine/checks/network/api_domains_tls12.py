"""Custom domain names of API Gateway require TLS 1.2 or later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, review
from scanners.engine.facts.edge import ApiDomain, ApiDomainFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

check = Check(
    id="api_domains_tls12",
    title="TLS 1.2 required for API domains",
    question="Do custom domain names of API Gateway require TLS 1.2 or later?",
    needs=(ApiDomainFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Choose a security policy with TLS 1.2 or later.",
    cli="aws apigateway update-domain-name --domain-name ... "
    "--patch-operations op=replace,path=/securityPolicy,value=TLS_1_2",
    console="API Gateway > Custom domain names > the domain > Domain details > Edit > Minimum TLS version.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
)
_MODERN = re.compile(r"TLS_1_[23]|SecurityPolicy_TLS1[23]_\w+", re.ASCII)
_OLD = "TLS_1_0"


@check.judge
def judge(scope: Scope, facts: Regional[ApiDomainFacts]) -> Iterator[Verdict]:
    """One verdict per domain name, from both API Gateway APIs."""
    listed = found(facts, lambda fact: fact.rest, lambda fact: fact.http)
    policies: dict[tuple[str, str, str], set[str]] = {}
    for region, one in listed.items:
        policies.setdefault((region, one.arn, one.name), set()).update(one.policies)
    domains = tuple((region, ApiDomain(arn, name, tuple(sorted(own)))) for (region, arn, name), own in policies.items())
    message = "API Gateway has no custom domain names."
    yield from judged(scope, Found(domains, listed.gaps), _judge, reason="no_domains", message=message)


def _judge(region: str, one: ApiDomain) -> Verdict:
    seen = list(one.policies)
    if _OLD in seen:
        message = f"Domain {one.name} accepts TLS 1.0 and 1.1."
        return failed(one.arn, message, region=region, security_policies=seen)
    if seen and all(_MODERN.fullmatch(policy) for policy in seen):
        message = f"Domain {one.name} requires TLS 1.2 or later."
        return passed(one.arn, message, region=region, security_policies=seen)
    message = f"The security policy of domain {one.name} is not known to this check. Confirm that it requires TLS 1.2."
    return review(one.arn, message, region=region, security_policies=seen)
