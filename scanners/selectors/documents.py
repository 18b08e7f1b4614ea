"""What checks say about attached documents, to be stored with the attachment and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from ftrportal.common.text.storable import clean, clean_json
from scanners.engine.checks.verdicts import Outcome, Verdict, unknown
from scanners.engine.documents.bounded import read_bounded
from scanners.engine.documents.registry import DocumentCheck, document_checks
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.public_types import FindingView

MOST_VERDICTS = 300


def read(
    check_ids: Iterable[str], *, name: str, data: bytes, accounts: frozenset[str] = frozenset()
) -> list[dict[str, Any]]:
    """Records of the verdicts about one file, worst first; `accounts` are the vendor's declared AWS account IDs.

    The file is read in a process of its own under limits.
    """
    checks = document_checks()
    found = read_bounded([one for one in check_ids if one in checks], name=name, data=data, accounts=accounts)
    return [
        _record(checks[check_id], verdict)
        for check_id, verdicts in found.items()
        for verdict in _bounded(name, verdicts)
    ]


def findings(records: Iterable[Mapping[str, Any]], *, link_id: UUID, read_at: datetime) -> list[FindingView]:
    """The records as findings. Their ids follow from what they say, so that a changed verdict is another finding."""
    found = []
    for number, record in enumerate(records):
        check = document_checks().get(str(record.get("check_id")))
        if check is None:
            continue
        said = f"{number} {record['outcome']} {record['message']}"
        found.append(
            FindingView(
                id=uuid5(link_id, said),
                check_id=check.id,
                title=check.title,
                outcome=record["outcome"],
                severity=check.severity.value,
                weight=check.weight.value,
                account_id="",
                region="",
                resource=record["resource"],
                message=record["message"],
                fix=check.fix,
                reason=record["reason"],
                action="",
                evidence=record["evidence"],
                run_id=uuid5(link_id, f"read {read_at.isoformat()}"),
                observed_at=read_at,
            )
        )
    return found


def _bounded(name: str, verdicts: tuple[Verdict, ...]) -> Iterable[Verdict]:
    """The worst come first; whoever sends thousands of statements gets the first hundreds and is told."""
    order = [Outcome.FAIL, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.PASS, Outcome.NOT_APPLICABLE]
    ordered = sorted(verdicts, key=lambda one: order.index(one.outcome))
    yield from ordered[:MOST_VERDICTS]
    if len(ordered) > MOST_VERDICTS:
        text = f"{name} has {len(ordered) - MOST_VERDICTS} more results than the limit. Attach a smaller file."
        yield unknown(name, Unknown(Reason.MALFORMED, "", text))


def _record(check: DocumentCheck, verdict: Verdict) -> dict[str, Any]:
    return {
        "check_id": check.id,
        "outcome": verdict.outcome.value,
        "resource": clean(verdict.resource[:500]),
        "message": clean(verdict.message[:1500]),
        "reason": verdict.reason,
        "evidence": clean_json(dict(verdict.evidence)),
    }
