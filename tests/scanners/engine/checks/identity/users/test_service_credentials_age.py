"""Static credentials of single services."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts import iam
from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case

CHECK = "service_credentials_age"


def some(*credentials: iam.ServiceCredential) -> iam.ServiceCredentials:
    return iam.ServiceCredentials(credentials)


OLD = iam.ServiceCredential("ada", "codecommit.amazonaws.com", "Active", ago(200), None)
CASES = {
    "none": case("not_applicable", some()),
    "old": case("fail", some(OLD)),
    "old but inactive": case("pass", some(replace(OLD, status="Inactive"))),
    "old but ends soon": case("pass", some(replace(OLD, expires_at=ago(-10)))),
    "old and ends in ten years": case("review", some(replace(OLD, expires_at=ago(-3650)))),
    "young and ends in ten years": case("pass", some(replace(OLD, created_at=ago(10), expires_at=ago(-3650)))),
    "young": case("pass", some(replace(OLD, created_at=ago(10)))),
    "age untold": case("fail", some(replace(OLD, created_at=None))),
    "one of each": case("fail pass", some(OLD, replace(OLD, created_at=ago(1)))),
    "denied": case("unknown", ServiceCredentials=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
