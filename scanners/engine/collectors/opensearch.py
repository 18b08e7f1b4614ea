"""OpenSearch domains: names first, then five at a time.

https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DescribeDomains.html
"""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import is_absent
from scanners.engine.collectors.shape import (
    Fields,
    MalformedAnswerError,
    flag_or,
    structure_or_empty,
    structures,
    text,
    text_or,
)
from scanners.engine.facts.opensearch import OpenSearchFacts, SearchDomain
from scanners.engine.facts.unknown import Unknown

LIST_NAMES = Operation("opensearch", "ListDomainNames", "es:ListDomainNames")
DESCRIBE = Operation("opensearch", "DescribeDomains", "es:DescribeDomains")
_DOMAINS_PER_CALL = 5


def collect(context: Context) -> OpenSearchFacts | Unknown:
    """All domains of the region; one that was deleted meanwhile is not described any more."""
    operation = LIST_NAMES
    try:
        answer = context.reader.call(LIST_NAMES, region=context.region)
        names = [text(domain, "DomainName") for domain in structures(answer, "DomainNames")]
        operation = DESCRIBE
        domains: list[SearchDomain] = []
        for start in range(0, len(names), _DOMAINS_PER_CALL):
            part = names[start : start + _DOMAINS_PER_CALL]
            described = context.reader.call(DESCRIBE, region=context.region, DomainNames=part)
            domains += [_domain(one) for one in structures(described, "DomainStatusList")]
    except CallFailed as failed:
        return OpenSearchFacts(()) if is_absent(context, operation, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(operation, odd)
    return OpenSearchFacts(tuple(domains))


def _domain(domain: Fields) -> SearchDomain:
    endpoint = structure_or_empty(domain, "DomainEndpointOptions")
    logs = structure_or_empty(domain, "LogPublishingOptions")
    return SearchDomain(
        arn=text(domain, "ARN"),
        name=text(domain, "DomainName"),
        is_encrypted=_is_on(domain, "EncryptionAtRestOptions"),
        enforces_https=flag_or(endpoint, "EnforceHTTPS", False),
        encrypts_between_nodes=_is_on(domain, "NodeToNodeEncryptionOptions"),
        tls_policy=text_or(endpoint, "TLSSecurityPolicy"),
        is_multi_az=flag_or(structure_or_empty(domain, "ClusterConfig"), "ZoneAwarenessEnabled", False),
        log_types=tuple(sorted(str(kind) for kind in logs if _is_on(logs, kind))),
    )


def _is_on(fields: Fields, name: str) -> bool:
    return flag_or(structure_or_empty(fields, name), "Enabled", False)


COLLECTORS = (Collector("opensearch", OpenSearchFacts, (LIST_NAMES, DESCRIBE), collect, is_regional=True),)
