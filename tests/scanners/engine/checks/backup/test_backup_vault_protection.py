"""Locked, air-gapped or copied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanners.engine.facts.backup import Vault
from tests.scanners.fact_builders import DENIED, Case, assert_case, case
from tests.scanners.store_builders import arn, backup_facts, half, here, plan, rule

CHECK = "backup_vault_protection"


def vault(name="main", **changes):
    sound = Vault(arn("backup", f"backup-vault:{name}"), name, "BACKUP_VAULT", 3, False)
    return replace(sound, **changes)


def vaults(*some, **changes):
    return here(backup_facts(vaults=some, **changes))


def copying(target):
    return plan(rules=(rule(copies_to=(target,)),))


FAR = copying("arn:aws:backup:us-east-1:111111111111:backup-vault:x")

CASES = {
    "locked": case("pass", vaults(vault(is_locked=True))),
    "air-gapped": case("pass", vaults(vault(type="LOGICALLY_AIR_GAPPED_BACKUP_VAULT"))),
    "copied to another region": case("pass", vaults(vault(), plans=(FAR,))),
    "copied to another account": case(
        "pass", vaults(vault(), plans=(copying("arn:aws:backup:eu-west-1:999999999999:backup-vault:x"),))
    ),
    "copied next door": case("review", vaults(vault(), plans=(copying(arn("backup", "backup-vault:x")),))),
    "another vault is copied": case("review", vaults(vault("other"), plans=(FAR,))),
    "neither": case("review", vaults(vault())),
    "plans refused": case("unknown", vaults(vault(), plans=DENIED)),
    "rules refused": case("unknown", vaults(vault(), plans=(plan(rules=DENIED),))),
    "locked, plans refused": case("pass", vaults(vault(is_locked=True), plans=DENIED)),
    "empty": case("not_applicable", vaults(vault(points=0))),
    "one of each": case("pass review", vaults(vault(), vault("b", is_locked=True))),
    "no vaults": case("not_applicable", vaults()),
    "vaults refused": case("unknown", here(backup_facts(vaults=DENIED))),
    "refused": case("unknown", BackupFacts=DENIED),
    "one region refused": case("unknown", half(backup_facts())),
}


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_outcome(one: Case) -> None:
    assert_case(CHECK, one)
