"""Each customer has a unique external ID, so that customers cannot access each other's accounts.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.counts import counted
from scanners.engine.documents.lines import WANTED, counts_in, customers_of, ids_of, same, table_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.facts.unknown import Reason, Unknown

check = DocumentCheck(
    id="external_ids_unique",
    title="External IDs are unique",
    question="Are the external IDs unique across customers?",
    wanted="Attach keyed hashes of all external IDs (.csv with the columns customer and hash, or one per line).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Add a unique constraint to the column, and generate new external IDs for customers that share one.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    is_replaceable=True,
)

_ONE_ID = re.compile(r"[^\s,;|]+")  # a customer and an id in one cell would differ although the id is the same


@check.judge
def judge(name: str, data: bytes) -> Iterator[Verdict]:
    """Stores only counts, neither hashes nor customers."""
    rows = table_of(name, data)
    if rows is None:
        return
    if counts_in(rows):
        yield unknown(name, _gap(f"{name} contains counts instead of external IDs. {WANTED}"))
        return
    hashes = [same(one) for one in ids_of(rows) or []]
    problem = _problem(name, hashes)
    if problem is not None:
        yield problem
        return
    customers = customers_of(rows)
    owners: dict[str, set[str]] = defaultdict(set)
    for one, customer in zip(hashes, customers, strict=True):
        owners[one].add(customer)
    shared = sum(len(who) > 1 for who in owners.values())
    seen: dict[str, Any] = {"customers": len(set(customers)), "distinct_ids": len(owners), "shared_ids": shared}
    if shared:
        yield failed(
            name, f"{name}: {shared} of {counted(len(owners), 'external ID')} used for more than one customer.", **seen
        )
    elif odd := sum(not one.isascii() for one in owners):
        text = (
            f"{name}: {counted(odd, 'row')} with characters that an external ID or hash cannot "
            "contain. Export the list again."
        )
        yield unknown(name, _gap(text))
    else:
        yield passed(name, f"{name}: {counted(len(owners), 'external ID')}, all unique.", **seen)


def _problem(name: str, hashes: list[str]) -> Verdict | None:
    """Why the external IDs cannot be compared."""
    if not any(hashes):
        return unknown(name, _gap(f"{name} has no column of external IDs. {WANTED}"))
    if not all(hashes):
        return failed(
            name, f"{name}: {sum(not one for one in hashes)} of {counted(len(hashes), 'row')} without an external ID."
        )
    if not all(_ONE_ID.fullmatch(one) for one in hashes):
        return unknown(name, _gap(f"{name} has more than one value in the column of external IDs. {WANTED}"))
    return None


def _gap(text: str) -> Unknown:
    return Unknown(Reason.MALFORMED, "", text)
