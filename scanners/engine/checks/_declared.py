"""Declared roles of data stores that require no backup."""

from __future__ import annotations

from scanners.engine.checks.verdicts import Verdict, not_applicable
from scanners.engine.scope import Scope

REPRODUCIBLE = ("artefact", "cache", "log", "public_asset", "replica")


def declared_reproducible(
    scope: Scope, region: str, arn: str, name: str, *, roles: tuple[str, ...] = REPRODUCIBLE
) -> Verdict | None:
    """NOT_APPLICABLE for a store whose data can be reproduced; None for every other."""
    role = scope.store(arn).role
    if role not in roles:
        return None
    message = f"{name} is declared as {role.replace('_', ' ')}."
    return not_applicable(arn, "declared_reproducible", message, region=region)
