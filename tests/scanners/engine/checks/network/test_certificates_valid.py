"""Only certificates in use."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.watch_facts import certificate, certificates, regional

CHECK = "certificates_valid"


def found(expected: str, **changes: object) -> Case:
    return case(expected, regional(certificates(certificate(**changes)), certificates()))


CASES = {
    "valid": found("pass"),
    "just over thirty days": found("pass", not_after=ago(-30.1)),
    "thirty days": found("review", not_after=ago(-30)),
    "expired by its date": found("fail", not_after=ago(0)),
    "expired by its status": found("fail", status="EXPIRED"),
    "revoked": found("review", status="REVOKED"),
    "without a date": found("review", not_after=None),
    "expired and not used": found("not_applicable", status="EXPIRED", is_in_use=False),
    "one good, one expired": case(
        "fail pass", regional(certificates(certificate(), certificate(status="EXPIRED")), certificates())
    ),
    "none": case("not_applicable", regional(certificates())),
    "none, one region unread": case("unknown", regional(certificates(), DENIED)),
    "denied": case("unknown", CertificateFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
