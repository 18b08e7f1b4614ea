"""One secret or encrypted parameter anywhere is enough."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import parameters, regional, secret, secret_facts

CHECK = "secret_store_in_use"
NO_SECRETS, NO_PARAMETERS = regional(secret_facts()), regional(parameters())
OF_RDS = regional(secret_facts(secret(owning_service="rds")))

CASES = {
    "a secret": case("pass", regional(secret_facts(), secret_facts(secret())), NO_PARAMETERS),
    "an encrypted parameter": case("pass", NO_SECRETS, regional(parameters("/a", kind="SecureString"))),
    "a secret, parameters unread": case("pass", regional(secret_facts(secret())), ParameterFacts=DENIED),
    "a secret, the other region unread": case("pass", regional(secret_facts(secret()), DENIED), NO_PARAMETERS),
    "only a service's secret": case("review", OF_RDS, NO_PARAMETERS),
    "only plain parameters": case("review", NO_SECRETS, regional(parameters("/a"))),
    "none": case("review", NO_SECRETS, NO_PARAMETERS),
    "none, one region unread": case("unknown", regional(secret_facts(), DENIED), NO_PARAMETERS),
    "none, parameters unread": case("unknown", NO_SECRETS, ParameterFacts=DENIED),
    "denied": case("unknown unknown", SecretFacts=DENIED, ParameterFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
