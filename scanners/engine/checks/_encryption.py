"""Encryption at rest and on the way, as far as it depends on what the store holds."""

from __future__ import annotations

from scanners.engine.checks.verdicts import Verdict, failed, not_applicable, passed, review
from scanners.engine.scope import Scope


def judge_encryption(scope: Scope, region: str, arn: str, name: str, *, is_encrypted: bool, key: str = "") -> Verdict:
    """A store counts as sensitive until somebody says that it is not."""
    if is_encrypted:
        return passed(arn, f"{name} is encrypted.", region=region, key=key)
    if scope.store(arn).is_sensitive is False:
        message = f"{name} is not encrypted, and it is declared to hold no sensitive data."
        return not_applicable(arn, "not_sensitive", message, region=region)
    return failed(arn, f"{name} is not encrypted.", region=region)


def judge_if_sensitive(scope: Scope, region: str, arn: str, *, is_good: bool, good: str, bad: str) -> Verdict:
    """Bad only where the store is declared sensitive; a person decides about one that nobody classified."""
    if is_good:
        return passed(arn, good, region=region)
    is_sensitive = scope.store(arn).is_sensitive
    if is_sensitive:
        return failed(arn, bad, region=region)
    if is_sensitive is False:
        message = f"{bad} It is declared to hold no sensitive data."
        return not_applicable(arn, "not_sensitive", message, region=region)
    return review(arn, f"{bad} Nobody has said whether it holds sensitive data.", region=region)
