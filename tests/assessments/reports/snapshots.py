"""Snapshots made by hand for the tests of the pack: the whole catalogue, with as much in it as a test asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import IO, Any

from assessments.catalog.load import current_edition
from assessments.reports.snapshot.schema import SCHEMA, SnapshotData

STATUSES = ["met", "not_met", "not_applicable", "not_sure", "not_started"]
LABELS = {
    "met": "Met",
    "not_met": "Not met",
    "not_applicable": "Not applicable",
    "not_sure": "Not sure",
    "not_started": "Not started",
}
TAKEN_AT = "2026-11-20T09:30:00+00:00"


def counts(requirements: list[dict[str, Any]]) -> dict[str, Any]:
    applying = [one for one in requirements if one["applies"]]
    by_status = {status: sum(one["status"] == status for one in applying) for status in STATUSES}
    return {"total": len(applying), "excluded": len(requirements) - len(applying), "by_status": by_status}


def evidence(number: int, name: str = "") -> dict[str, Any]:
    return {
        "id": f"e{number}",
        "name": name or f"runbook-{number}.pdf",
        "content_type": "application/pdf",
        "size": 120_000 + number,
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "uploaded_at": "2026-11-12T14:03:00+00:00",
        "uploaded_by": "Ada Okafor",
        "stored_as": f"stored-{number}",
    }


def finding(number: int, outcome: str = "fail", **changes: Any) -> dict[str, Any]:
    return {
        "id": f"f{number}",
        "outcome": outcome,
        "severity": "high",
        "weight": "decisive",
        "account_id": "111122223333",
        "region": "eu-west-1",
        "resource": f"arn:aws:iam::111122223333:user/build-agent-{number}",
        "message": f"The access key of build-agent-{number} is 213 days old.",
        "reason": "",
        "action": "",
        "observed_at": "2026-11-19T22:10:00+00:00",
    } | changes


def check(findings: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    return {
        "id": "access_keys_rotated",
        "title": "Access keys rotated",
        "weight": "decisive",
        "severity": "high",
        "outcome": findings[0]["outcome"] if findings else "not_applicable",
        "fix": "Create a new key, move its user to it, then delete the old one.",
        "findings": findings,
    } | changes


def requirement(source: Any, *, applies: bool, **changes: Any) -> dict[str, Any]:
    status = STATUSES[source.number % 5] if applies else "not_started"
    return {
        "key": source.key,
        "number": source.number,
        "title": source.title,
        "statement": source.statement,
        "applies": applies,
        "status": status,
        "status_label": LABELS[status],
        "response": "We rotate keys every 60 days with a job that opens a ticket for each late one." if applies else "",
        "not_applicable_reason": "No such identities exist." if status == "not_applicable" else "",
        "updated_at": "2026-11-15T10:00:00+00:00",
        "updated_by": "Cai Lindqvist",
        "version": 3,
        "accepted_at": "",
        "accepted_by": "",
        "fields": [{"label": "Maximum age", "text": "60 days", "columns": [], "rows": []}],
        "rules": [{"outcome": "met", "message": "60 days is within the 90 days allowed."}],
        "evidence": [evidence(source.number)],
        "scan": {"status": "not_met", "reason": "1 resource fails a decisive check.", "disagreement": ""},
        "checks": [check([finding(source.number), finding(source.number + 100, "pass")])],
    } | changes


def snapshot(**changes: Any) -> SnapshotData:
    """The whole catalogue; PHI does not apply. Top-level keys can be replaced."""
    edition = current_edition()
    sections = []
    for section in edition.sections:
        applies = section.applies_when != "handles_phi"
        requirements = [requirement(one, applies=applies) for one in section.requirements]
        sections.append(
            {
                "key": section.key,
                "number": section.number,
                "title": section.title,
                "summary": section.summary,
                "applies": applies,
                "applies_reason": "Applies to every workload." if applies else "The workload handles no PHI.",
                "counts": counts(requirements),
                "requirements": requirements,
            }
        )
    everything = [one for section in sections for one in section["requirements"]]
    data = {
        "schema": SCHEMA,
        "taken_at": TAKEN_AT,
        "taken_by": "Ada Okafor",
        "organization": "Northwind Analytics",
        "edition": {"id": edition.id, "title": edition.title, "released": edition.released.isoformat()},
        "route": "Requirement checklist",
        "workload": {
            "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
            "name": "Northwind Insights",
            "description": "Dashboards over the order data of online shops.",
            "handles_phi": False,
            "accesses_customer_accounts": True,
            "stores_customer_credentials": None,
            "compliance_standards": ["SOC 2", "ISO 27001"],
            "accounts": [
                {"account_id": "111122223333", "label": "production", "is_production": True, "connection": "Connected"},
                {"account_id": "444455556666", "label": "logs", "is_production": True, "connection": "Not connected"},
            ],
        },
        "counts": counts(everything),
        "sections": sections,
        "scans": [
            {
                "account_id": "111122223333",
                "role_arn": "arn:aws:iam::111122223333:role/FtrPortal-1a2b3c4d",
                "session_name": "ftr-portal-2f0c",
                "regions": ["eu-west-1", "us-east-1"],
                "started_at": "2026-11-19T22:09:12+00:00",
                "finished_at": "2026-11-19T22:10:40+00:00",
                "calls": 84,
                "facts_sha256": hashlib.sha256(b"facts").hexdigest(),
                "facts_stored_as": "stored-facts",
                "unreadable": [
                    {
                        "action": "cloudtrail:GetEventSelectors",
                        "region": "eu-west-1",
                        "reason": "denied_scp",
                        "detail": "",
                    }
                ],
            }
        ],
    }
    return data | changes  # type: ignore[return-value]


def storing(data: SnapshotData, stored: Callable[[str], IO[bytes]]) -> SnapshotData:
    """The snapshot with the SHA-256 of what storage holds under each of its names."""
    for item in (one for part in data["sections"] for need in part["requirements"] for one in need["evidence"]):
        item["sha256"] = hashlib.sha256(stored(item["stored_as"]).read()).hexdigest()
    for scan in data["scans"]:
        scan["facts_sha256"] = hashlib.sha256(stored(scan["facts_stored_as"]).read()).hexdigest()
    return data
