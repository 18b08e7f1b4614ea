"""Changed within a year, read within ninety days."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, ago, assert_case, case
from tests.scanners.watch_facts import regional, secret, secret_facts

CHECK = "secrets_rotation_info"
STATIC = {"rotates": False, "rotated_at": None}


def found(expected: str, **changes: object) -> Case:
    return case(expected, regional(secret_facts(secret(**changes)), secret_facts()))


CASES = {
    "rotates": found("pass"),
    "changed by hand": found("pass", changed_at=ago(364), **STATIC),
    "changed long ago": found("review", changed_at=ago(366), **STATIC),
    "never changed since": found("review", changed_at=None, **STATIC),
    "not read lately": found("review", accessed_at=ago(91)),
    "never read": found("review", accessed_at=None),
    "new and not read yet": found("pass", accessed_at=None, created_at=ago(5)),
    "kept by a service": found("not_applicable", owning_service="rds"),
    "none": case("not_applicable", regional(secret_facts())),
    "one good, one old": case(
        "pass review", regional(secret_facts(secret(), secret("b", changed_at=ago(500), **STATIC)), secret_facts())
    ),
    "one region unread": case("pass unknown", regional(secret_facts(secret()), DENIED)),
    "denied": case("unknown", SecretFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
