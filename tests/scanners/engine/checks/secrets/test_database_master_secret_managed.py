"""Per cluster and standalone instance."""

from __future__ import annotations

import pytest

from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import cluster, databases, instance

CHECK = "database_master_secret_managed"

CASES = {
    "managed": case("pass pass", databases(instance(), cluster())),
    "not managed": case("review", databases(instance(has_managed_secret=False))),
    "one of each": case("pass review", databases(instance(), cluster(has_managed_secret=False))),
    "a member follows its cluster": case(
        "pass", databases(instance(cluster="books", has_managed_secret=False), cluster())
    ),
    "a replica follows its source": case(
        "pass", databases(instance(), instance("r", replica_of="app", has_managed_secret=False))
    ),
    "without a password": case("not_applicable", databases(cluster(engine="neptune", has_managed_secret=False))),
    "none": case("not_applicable", databases()),
    "clusters unread": case("pass unknown", databases(instance(), clusters=DENIED)),
    "denied": case("unknown", RdsFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
