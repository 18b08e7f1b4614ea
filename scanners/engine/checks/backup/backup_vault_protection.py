"""Backup vaults are locked, or their backups are copied to another account or Region."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks._by_region import Found, found, judged
from scanners.engine.checks.registry import Check
from scanners.engine.checks.verdicts import Severity, Verdict, Weight, passed, review, unknown
from scanners.engine.facts.backup import AIR_GAPPED, BackupFacts, Vault
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Unknown
from scanners.engine.scope import Scope

check = Check(
    id="backup_vault_protection",
    title="Backups locked or copied elsewhere",
    question="Are backup vaults locked, or their backups copied to another account or Region?",
    needs=(BackupFacts,),
    severity=Severity.LOW,
    weight=Weight.ADVISORY,
    fix="Turn on AWS Backup Vault Lock, or copy the backups to another account or Region.",
    cli="aws backup put-backup-vault-lock-configuration --backup-vault-name ... --min-retention-days 7",
    console="AWS Backup > Vaults > the vault > Vault lock.",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html",
)


@check.judge
def judge(scope: Scope, backup: Regional[BackupFacts]) -> Iterator[Verdict]:
    """Empty vaults are left out."""
    vaults = found(backup, lambda facts: facts.vaults)
    full = Found(tuple((region, vault) for region, vault in vaults.items if vault.points), vaults.gaps)
    by_region = dict(backup.known())
    yield from judged(
        scope,
        full,
        lambda region, vault: _judge(region, vault, by_region[region]),
        reason="no_recovery_points",
        message="AWS Backup holds no recovery points.",
    )


def _judge(region: str, vault: Vault, facts: BackupFacts) -> Verdict:
    seen = {"type": vault.type, "points": vault.points}
    if vault.is_locked or vault.type == AIR_GAPPED:
        return passed(vault.arn, f"Vault {vault.name} is protected by a vault lock.", region=region, **seen)
    copies = _copies(vault, facts)
    if isinstance(copies, Unknown):
        return unknown(vault.arn, copies, region=region)
    if copies:
        message = f"Backups of vault {vault.name} are copied to another account or Region."
        return passed(vault.arn, message, region=region, copies_to=copies, **seen)
    return review(vault.arn, f"Vault {vault.name} is neither locked nor copied elsewhere.", region=region, **seen)


def _copies(vault: Vault, facts: BackupFacts) -> list[str] | Unknown:
    """Vaults in another account or Region to which a plan copies backups of the vault."""
    if isinstance(facts.plans, Unknown):
        return facts.plans
    gap: Unknown | None = None
    copies: set[str] = set()
    for plan in facts.plans:
        if isinstance(plan.rules, Unknown):
            gap = plan.rules
            continue
        mine = (rule for rule in plan.rules if rule.vault == vault.name)
        copies |= {target for rule in mine for target in rule.copies_to if _is_elsewhere(vault.arn, target)}
    return sorted(copies) if copies or gap is None else gap


def _is_elsewhere(vault: str, target: str) -> bool:
    """The Region and account of an ARN."""
    return target.split(":")[3:5] != vault.split(":")[3:5]
