"""Encrypted storage, of instances and clusters."""

from __future__ import annotations

import pytest

from scanners.engine.facts import rds
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import cluster, databases, declared, half, instance

CHECK = "rds_encrypted"
PLAIN = instance(is_encrypted=False)


def member(**changes: object) -> rds.DbInstance:
    return instance("books-1", cluster="books", **changes)


PLAIN_CLUSTER = cluster("books", is_encrypted=False)
CASES = {
    "encrypted": case("pass pass", databases(instance(), cluster())),
    "by type only": case("pass", databases(instance(is_encrypted=False, encryption="sse-rds"))),
    "plain": case("fail", databases(PLAIN)),
    "plain, explicitly none": case("fail", databases(instance(is_encrypted=False, encryption="none"))),
    "plain and sensitive": case("fail", databases(PLAIN), scope=declared(PLAIN.arn, is_sensitive=True)),
    "plain, nothing sensitive": case("not_applicable", databases(PLAIN), scope=declared(PLAIN.arn, is_sensitive=False)),
    "plain cluster": case("fail", databases(cluster(is_encrypted=False))),
    "one of each": case("fail pass", databases(PLAIN, instance("b"))),
    "none": case("not_applicable", databases()),
    "clusters refused": case("pass unknown", databases(instance(), clusters=DENIED)),
    "refused": case("unknown", RdsFacts=DENIED),
    "a member says less than its encrypted cluster": case(
        "pass pass", databases(member(is_encrypted=False), cluster("books"))
    ),
    "a member says more than its plain cluster": case("fail fail", databases(member(), PLAIN_CLUSTER)),
    "a member of a cluster declared not sensitive": case(
        "not_applicable not_applicable",
        databases(member(is_encrypted=False), PLAIN_CLUSTER),
        scope=declared(PLAIN_CLUSTER.arn, is_sensitive=False),
    ),
    "a member whose cluster was not read": case(
        "unknown unknown", databases(member(is_encrypted=False), clusters=DENIED)
    ),
    "an encrypted member whose cluster was not read": case("pass unknown", databases(member(), clusters=DENIED)),
    "a member of a cluster nobody lists": case("fail", databases(member(is_encrypted=False))),
    "one region refused": case("pass unknown", half(databases(instance()).by_region["eu-west-1"])),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
