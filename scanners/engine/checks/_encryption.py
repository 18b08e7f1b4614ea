"""Encryption at rest and in transit, depending on the classification of the data store.

One rule holds for every store at rest (databases, disks, file systems, warehouses, search domains, caches and DAX,
queues, topics, streams): one that is not encrypted counts as sensitive until somebody declares that it is not, so it
FAILs while it is not classified; one whose encryption was not looked at is REVIEW or UNKNOWN, never NOT_APPLICABLE.
See docs/decisions/006-unencrypted-and-unclassified.md.
"""

from __future__ import annotations

from scanners.engine.checks.verdicts import Verdict, failed, not_applicable, passed, review
from scanners.engine.scope import Scope


def judge_encryption(scope: Scope, region: str, arn: str, name: str, *, is_encrypted: bool, key: str = "") -> Verdict:
    """PASS if encrypted; else FAIL, unless the store is declared to hold no sensitive data: then NOT_APPLICABLE."""
    if is_encrypted:
        return passed(arn, f"{name} is encrypted.", region=region, key=key)
    if scope.store(arn).is_sensitive is False:
        message = f"{name} is not encrypted, and it is declared to hold no sensitive data."
        return not_applicable(arn, "not_sensitive", message, region=region)
    return failed(arn, f"{name} is not encrypted.", region=region)


def judge_if_sensitive(scope: Scope, region: str, arn: str, *, is_good: bool, good: str, bad: str) -> Verdict:
    """Encryption in transit: FAIL if the data store is declared sensitive, REVIEW if it is not classified."""
    if is_good:
        return passed(arn, good, region=region)
    is_sensitive = scope.store(arn).is_sensitive
    if is_sensitive:
        return failed(arn, bad, region=region)
    if is_sensitive is False:
        message = f"{bad} It is declared to hold no sensitive data."
        return not_applicable(arn, "not_sensitive", message, region=region)
    return review(arn, f"{bad} Declare whether it holds sensitive data.", region=region)
