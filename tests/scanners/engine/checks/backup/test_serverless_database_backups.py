from __future__ import annotations

import pytest

from scanners.engine.facts.serverless_stores import ServerlessStore, ServerlessStoreFacts
from tests.scanners.fact_builders import DENIED, assert_case, case, outcomes, s3_facts
from tests.scanners.store_builders import NO_BACKUP, arn, copied, declared, half, here, tables

CHECK = "serverless_database_backups"


def store(service, days=None):
    return ServerlessStore(arn(service, "store/a"), "a", days)


KEYS, DSQL, SEARCH = store("cassandra"), store("dsql"), store("aoss")


def facts(keyspaces=(), dsql=(), elastic=(), collections=()):
    return ServerlessStoreFacts(keyspaces, dsql, elastic, collections)


CASES = {
    "none": case("not_applicable", here(facts()), NO_BACKUP),
    "DSQL without a copy": case("fail", here(facts(dsql=(DSQL,))), NO_BACKUP),
    "DSQL with a copy": case("pass", here(facts(dsql=(DSQL,))), copied(DSQL.arn)),
    "DSQL, copies unread": case("unknown", here(facts(dsql=(DSQL,))), BackupFacts=DENIED),
    "keyspace": case("review", here(facts((KEYS,))), NO_BACKUP),
    "keyspace with a copy": case("pass", here(facts((KEYS,))), copied(KEYS.arn)),
    "elastic cluster": case("pass", here(facts(elastic=(store("docdb-elastic", 1),))), NO_BACKUP),
    "elastic cluster without": case("fail", here(facts(elastic=(store("docdb-elastic", 0),))), NO_BACKUP),
    "elastic cluster unread": case("unknown", here(facts(elastic=(store("docdb-elastic", DENIED),))), NO_BACKUP),
    "collection": case("pass", here(facts(collections=(SEARCH,))), NO_BACKUP),
    "a cache": case("not_applicable", here(facts(dsql=(DSQL,))), NO_BACKUP, scope=declared(DSQL.arn, role="cache")),
    "a list was refused": case("pass unknown", here(facts(DENIED, collections=(SEARCH,))), NO_BACKUP),
    "a region was refused": case("unknown", half(facts()), NO_BACKUP),
    "nothing was read": case("unknown", NO_BACKUP, ServerlessStoreFacts=DENIED),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one):
    assert_case(CHECK, one)


@pytest.mark.parametrize(
    "given",
    [facts((KEYS,)), facts((), (DSQL,)), facts(elastic=(store("docdb-elastic", 1),)), facts(collections=(SEARCH,))],
)
@pytest.mark.parametrize("check", ["always_encrypted_services", "data_stores_unclassified"])
def test_an_account_that_has_only_these_stores_is_judged(check, given):
    assert "not_applicable" not in outcomes(check, here(given), s3_facts(), tables())


def test_stores_that_could_not_be_read_are_never_called_absent():
    for check in ("always_encrypted_services", "data_stores_unclassified"):
        found = outcomes(check, s3_facts(), tables(), ServerlessStoreFacts=DENIED)
        assert "unknown" in found
        assert "not_applicable" not in found
