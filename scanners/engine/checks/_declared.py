"""What the customer says of a store's role, where it settles whether the store needs a backup."""

from __future__ import annotations

from scanners.engine.checks.verdicts import Verdict, not_applicable
from scanners.engine.scope import Scope

REPRODUCIBLE = ("artefact", "cache", "log", "public_asset", "replica")


def declared_reproducible(
    scope: Scope, region: str, arn: str, name: str, *, roles: tuple[str, ...] = REPRODUCIBLE
) -> Verdict | None:
    """The verdict for a store that can be made again from something else; None for every other."""
    role = scope.store(arn).role
    if role not in roles:
        return None
    message = f"{name} is declared as {role.replace('_', ' ')}."
    return not_applicable(arn, "declared_reproducible", message, region=region)
