"""Names of plain parameters raise the question."""

from __future__ import annotations

import pytest

from scanners.engine.facts.secret_names import looks_like_customer_key, looks_secret
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.watch_facts import parameters, regional

CHECK = "string_parameters_look_secret"
NONE = parameters()

CASES = {
    "harmless names": case("not_applicable pass", regional(parameters("/app/region", "/app/db-host"), NONE)),
    "a password": case("not_applicable review", regional(parameters("/app/db-password", "/app/host"), NONE)),
    "an encrypted password": case(
        "not_applicable pass", regional(parameters("/app/password", kind="SecureString"), NONE)
    ),
    "a list": case("not_applicable review", regional(parameters("apiKeys/token", kind="StringList"), NONE)),
    "two, and a clean region": case("pass review review", regional(parameters("token", "x/secret"), parameters("a"))),
    "no parameters": case("not_applicable not_applicable", regional(NONE)),
    "one region unread": case("pass unknown", regional(parameters("a"), DENIED)),
    "denied": case("unknown", ParameterFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)


@pytest.mark.parametrize("name", ["/a/dbPassword", "API_KEY", "stripe-api-key", "/x/private.key", "authToken"])
def test_names_of_secrets(name: str) -> None:
    assert looks_secret(name)


@pytest.mark.parametrize(
    "name", ["/a/db-password-arn", "token_ttl", "/secrets/region", "passenger", "keyboard", "", "/"]
)
def test_names_about_something_else(name: str) -> None:
    assert not looks_secret(name)


@pytest.mark.parametrize(
    ("name", "is_key"),
    [("/customers/acme/aws-access-key", True), ("tenantAwsSecret", True), ("customer-key", False), ("aws/key", False)],
)
def test_names_of_customers_keys(name: str, is_key: bool) -> None:
    assert looks_like_customer_key(name) is is_key
