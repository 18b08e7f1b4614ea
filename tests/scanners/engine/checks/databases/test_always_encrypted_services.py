"""Stores that are encrypted by their service."""

from __future__ import annotations

import pytest

from scanners.engine.facts.backup import Vault
from scanners.engine.facts.secrets import Secret, SecretFacts
from tests.scanners.fact_builders import DENIED, Case, assert_case, bucket, case, s3_facts
from tests.scanners.store_builders import (
    backup_facts,
    brokers,
    fsx_system,
    fsx_systems,
    half,
    here,
    memories,
    memory,
    streams,
    table,
    tables,
)

CHECK = "always_encrypted_services"
VAULT = Vault("arn:aws:backup:eu-west-1:111111111111:backup-vault:main", "main", "BACKUP_VAULT", 0, False)
SECRET = Secret("arn:aws:secretsmanager:eu-west-1:111111111111:secret:s", "s", True, None, None, None, None, "")
NONE = (fsx_systems(), memories(), streams(), here(backup_facts()), here(SecretFacts(())))

CASES = {
    "all kinds": case(
        "pass pass pass pass pass pass pass",
        s3_facts(bucket()),
        tables(table()),
        fsx_systems(fsx_system()),
        memories(memory()),
        streams(brokers()),
        here(backup_facts(vaults=(VAULT,))),
        here(SecretFacts((SECRET,))),
    ),
    "nothing": case("not_applicable", s3_facts(), tables(), *NONE),
    "buckets refused": case("pass unknown", s3_facts(buckets=DENIED), tables(table()), *NONE),
    "streams refused": case("pass unknown", s3_facts(bucket()), tables(), *NONE[:2], *NONE[3:], KafkaFacts=DENIED),
    "vaults refused": case("unknown", s3_facts(), tables(), *NONE[:3], here(backup_facts(vaults=DENIED)), NONE[4]),
    "tables refused": case("unknown", s3_facts(bucket()), *NONE, DynamoDbFacts=DENIED),
    "one region refused": case("pass unknown", s3_facts(bucket()), half(tables().by_region["eu-west-1"]), *NONE),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
