"""A custom domain of an API takes the TLS versions its security policy names."""

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
    title="API domains demand TLS 1.2",
    question="Do custom domains of API Gateway demand TLS 1.2 or newer?",
    needs=(ApiDomainFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Choose a security policy that begins at TLS 1.2.",
    cli="aws apigateway update-domain-name --domain-name ... "
    "--patch-operations op=replace,path=/securityPolicy,value=TLS_1_2",
    console="API Gateway > Custom domain names > the domain > Domain details > Edit > Minimum TLS version.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
)
_MODERN = re.compile(r"TLS_1_[23]|SecurityPolicy_TLS1[23]_\w+", re.ASCII)
_OLD = "TLS_1_0"


@check.judge
def judge(scope: Scope, facts: Regional[ApiDomainFacts]) -> Iterator[Verdict]:
    """Each domain once, by everything both interfaces say of it."""
    listed = found(facts, lambda fact: fact.rest, lambda fact: fact.http)
    policies: dict[tuple[str, str, str], set[str]] = {}
    for region, one in listed.items:
        policies.setdefault((region, one.arn, one.name), set()).update(one.policies)
    domains = tuple((region, ApiDomain(arn, name, tuple(sorted(own)))) for (region, arn, name), own in policies.items())
    message = "API Gateway has no custom domains."
    yield from judged(scope, Found(domains, listed.gaps), _judge, reason="no_domains", message=message)


def _judge(region: str, one: ApiDomain) -> Verdict:
    seen = list(one.policies)
    if _OLD in seen:
        message = f"Domain {one.name} accepts TLS 1.0 and 1.1."
        return failed(one.arn, message, region=region, security_policies=seen)
    if seen and all(_MODERN.fullmatch(policy) for policy in seen):
        message = f"Domain {one.name} demands TLS 1.2 or newer."
        return passed(one.arn, message, region=region, security_policies=seen)
    message = f"Domain {one.name} has a security policy whose oldest TLS version is not known here; look at it."
    return review(one.arn, message, region=region, security_policies=seen)
