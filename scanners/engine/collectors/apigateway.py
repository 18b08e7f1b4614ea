"""API Gateway: custom domains and the TLS versions they accept. Nothing else of an API can be read with this action.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, structures, text, text_or
from scanners.engine.facts.edge import ApiDomain, ApiDomainFacts

# The action is named after the HTTP method, so only the resource tells domains from API keys and exports.
_DOMAINS = ("arn:*:apigateway:*::/domainnames",)
GET_DOMAINS = Operation("apigateway", "GetDomainNames", "apigateway:GET", _DOMAINS)
GET_HTTP_DOMAINS = Operation("apigatewayv2", "GetDomainNames", "apigateway:GET", _DOMAINS)
_PAGE = 500


def collect(context: Context) -> ApiDomainFacts:
    """Both interfaces; each list that could not be read is Unknown by itself."""
    return ApiDomainFacts(
        rest=read_region(context, GET_DOMAINS, "items", lambda one: _rest(context, one), limit=_PAGE),
        http=read_region(context, GET_HTTP_DOMAINS, "Items", lambda one: _http(context, one)),
    )


def _rest(context: Context, domain: Fields) -> ApiDomain:
    policy = text_or(domain, "securityPolicy")
    return _domain(context, text(domain, "domainName"), (policy,))


def _http(context: Context, domain: Fields) -> ApiDomain:
    endpoints = structures(domain, "DomainNameConfigurations")
    return _domain(context, text(domain, "DomainName"), tuple(text_or(one, "SecurityPolicy") for one in endpoints))


def _domain(context: Context, name: str, policies: tuple[str, ...]) -> ApiDomain:
    """Domains have no account in their ARN."""
    region, partition = context.region or context.reader.home_region, context.reader.partition
    arn = f"arn:{partition}:apigateway:{region}::/domainnames/{name}"
    return ApiDomain(arn, name, tuple(one for one in policies if one))


COLLECTORS = (Collector("apigateway", ApiDomainFacts, (GET_DOMAINS, GET_HTTP_DOMAINS), collect, is_regional=True),)
