"""Two customers with one external id can reach each other's accounts through the product.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, failed, passed, unknown
from scanners.engine.documents.lines import WANTED, counts_in, customers_of, ids_of, same, table_of
from scanners.engine.documents.registry import DocumentCheck
from scanners.engine.facts.unknown import Reason, Unknown

check = DocumentCheck(
    id="external_ids_unique",
    title="No two customers share an external id",
    question="Are the external ids unique across customers?",
    wanted="Attach keyed hashes of all external ids (.csv with the columns customer and hash, or one to a line).",
    severity=Severity.CRITICAL,
    weight=Weight.DECISIVE,
    fix="Put a unique constraint on the column, and give every customer that shares an id a new one.",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
    is_replaceable=True,
)

_ONE_ID = re.compile(r"[^\s,;|]+")  # a customer and an id in one cell would differ although the id is the same


@check.judge
def judge(name: str, data: bytes) -> Iterator[Verdict]:
    """Counts only: neither hashes nor customers are kept."""
    rows = table_of(name, data)
    if rows is None:
        return
    if counts_in(rows):
        yield unknown(name, _gap(f"{name} holds counts and not the ids. {WANTED}"))
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
        yield failed(name, f"{name}: {shared} of {len(owners)} external ids belong to more than one customer.", **seen)
    elif odd := sum(not one.isascii() for one in owners):
        text = f"{name}: {odd} ids have characters that no external ID or hash has. Export the list again."
        yield unknown(name, _gap(text))
    else:
        yield passed(name, f"{name}: {len(owners)} external ids, none of which two customers share.", **seen)


def _problem(name: str, hashes: list[str]) -> Verdict | None:
    """Why the ids cannot be compared."""
    if not any(hashes):
        return unknown(name, _gap(f"{name} has no column of ids. {WANTED}"))
    if not all(hashes):
        return failed(name, f"{name}: {sum(not one for one in hashes)} of {len(hashes)} rows have no external id.")
    if not all(_ONE_ID.fullmatch(one) for one in hashes):
        return unknown(name, _gap(f"{name} has more than one value where an id should be. {WANTED}"))
    return None


def _gap(text: str) -> Unknown:
    return Unknown(Reason.MALFORMED, "", text)
