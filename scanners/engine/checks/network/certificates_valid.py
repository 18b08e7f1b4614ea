"""ACM certificates in use are valid for more than 30 days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from scanners.engine.checks._ages import said
from scanners.engine.checks._by_region import unread_regions
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, not_applicable, passed, review
from scanners.engine.facts.edge import Certificate, CertificateFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.scope import Scope

SOON = timedelta(days=30)

check = Check(
    id="certificates_valid",
    title="Valid certificates in use",
    question="Are all certificates in use valid for more than 30 days?",
    needs=(CertificateFacts,),
    severity=Severity.LOW,
    weight=Weight.SUPPORTING,
    fix="Renew the certificate, or use DNS validation so that ACM renews it automatically.",
    console="Certificate Manager > the certificate.",
    source="https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
)


@check.judge
def judge(scope: Scope, facts: Regional[CertificateFacts]) -> Iterator[Verdict]:
    """Certificates that are not in use are left out."""
    used = [(region, one) for region, fact in facts.known() for one in fact.certificates if one.is_in_use]
    for region, certificate in used:
        yield _judge_certificate(scope, region, certificate)
    unread = tuple(unread_regions(scope, facts))
    yield from unread
    if not used and not unread:
        yield not_applicable(scope.account_arn, "no_certificates", "No ACM certificate is in use.")


def _judge_certificate(scope: Scope, region: str, one: Certificate) -> Verdict:
    seen = {"status": one.status, "not_after": said(one.not_after)}
    name = one.arn.rpartition("/")[2]
    if one.status == "EXPIRED" or (one.not_after and one.not_after <= scope.now):
        return failed(one.arn, f"Certificate {name} is in use and has expired.", region=region, **seen)
    if one.status != "ISSUED" or one.not_after is None:
        return review(
            one.arn,
            f"Certificate {name} is in use, but its status is not ISSUED. Check it in ACM.",
            region=region,
            **seen,
        )
    if one.not_after - scope.now <= SOON:
        return review(one.arn, f"Certificate {name} expires within 30 days.", region=region, **seen)
    return passed(one.arn, f"Certificate {name} is valid for more than 30 days.", region=region, **seen)
