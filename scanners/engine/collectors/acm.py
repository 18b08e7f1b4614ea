"""ACM: certificates and when they end. Without the filter AWS leaves out every key type but the oldest two."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, flag_or, moment_or_none, text, text_or
from scanners.engine.facts.edge import Certificate, CertificateFacts
from scanners.engine.facts.unknown import Unknown

LIST_CERTIFICATES = Operation("acm", "ListCertificates", "acm:ListCertificates")
KEY_TYPES = ("RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1")


def collect(context: Context) -> CertificateFacts | Unknown:
    """Certificates of one region."""
    found = read_region(
        context, LIST_CERTIFICATES, "CertificateSummaryList", _certificate, Includes={"keyTypes": list(KEY_TYPES)}
    )
    return found if isinstance(found, Unknown) else CertificateFacts(found)


def _certificate(certificate: Fields) -> Certificate:
    return Certificate(
        arn=text(certificate, "CertificateArn"),
        status=text_or(certificate, "Status"),
        not_after=moment_or_none(certificate, "NotAfter"),
        is_in_use=flag_or(certificate, "InUse", False),
    )


COLLECTORS = (Collector("acm", CertificateFacts, (LIST_CERTIFICATES,), collect, is_regional=True),)
