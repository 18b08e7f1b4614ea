"""Names only, and of those only the number."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case, judge, scope
from tests.scanners.watch_facts import parameters, regional, secret, secret_facts

CHECK = "legacy_customer_keys_suspected"
SUSPECT = "customer/acme/aws-access-key"
CLEAN = (regional(secret_facts(secret())), regional(parameters("/app/host")))

CASES = {
    "clean": case("pass", *CLEAN),
    "a secret": case("review", regional(secret_facts(secret(SUSPECT)), secret_facts()), CLEAN[1]),
    "an encrypted parameter": case(
        "review", CLEAN[0], regional(parameters(SUSPECT, kind="SecureString"), parameters())
    ),
    "in both regions": case("review review", regional(secret_facts(secret(SUSPECT))), CLEAN[1]),
    "one region unread": case("unknown", regional(secret_facts(), DENIED), CLEAN[1]),
    "a suspect beside an unread region": case(
        "review unknown", regional(secret_facts(secret(SUSPECT)), DENIED), CLEAN[1]
    ),
    "no customers' accounts": case("not_applicable", *CLEAN, scope=scope(reaches_customer_accounts=False)),
    "no customers' accounts, but a name that speaks of one": case(
        "review",
        regional(secret_facts(secret(SUSPECT)), secret_facts()),
        CLEAN[1],
        scope=scope(reaches_customer_accounts=False),
    ),
    "secrets denied": case("unknown", CLEAN[1], SecretFacts=DENIED),
    "parameters denied": case("unknown", CLEAN[0], ParameterFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


def test_no_name_is_kept() -> None:
    (verdict,) = judge(CHECK, regional(secret_facts(secret(SUSPECT)), secret_facts()), CLEAN[1])

    assert "acme" not in repr(verdict)
    assert verdict.evidence == {"names": 1}
