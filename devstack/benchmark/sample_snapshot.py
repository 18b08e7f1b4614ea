"""A snapshot of an invented workload, as large as asked for: what packs are measured with."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw

from assessments.catalog.load import current_edition
from assessments.catalog.schema import Requirement
from assessments.reports.snapshot import schema as shape

AT = "2026-01-15T09:30:00+00:00"
# What people attach: screenshots, documents, now and then a list.
FILES = (
    ("console-{}.png", "image/png"),
    ("runbook-{}.pdf", "application/pdf"),
    ("settings-{}.png", "image/png"),
    ("users-{}.csv", "text/csv"),
    ("approval-{}.pdf", "application/pdf"),
    ("alarm-{}.png", "image/png"),
)
STATUSES = ("met", "not_met", "not_applicable", "not_sure", "not_started")


def invented(*, evidence: int, findings: int, accounts: int) -> shape.SnapshotData:
    """Every requirement of the current edition; evidence and findings are dealt out to them in turn."""
    edition = current_edition()
    total = len(edition.requirements)
    ids = [f"{111122220000 + number:012d}" for number in range(accounts)]
    sections: list[shape.SectionData] = []
    for section in edition.sections:
        requirements = [
            _requirement(one, dealt(one.number, total, evidence), dealt(one.number, total, findings), ids)
            for one in section.requirements
        ]
        sections.append(
            {
                "key": section.key,
                "number": section.number,
                "title": section.title,
                "summary": section.summary,
                "applies": True,
                "applies_reason": "",
                "counts": _counts(requirements),
                "requirements": requirements,
            }
        )
    return {
        "schema": shape.SCHEMA,
        "taken_at": AT,
        "taken_by": "Ada Okafor",
        "organization": "Northwind Analytics",
        "edition": {"id": edition.id, "title": edition.title, "released": edition.released.isoformat()},
        "route": "Requirement checklist",
        "workload": _workload(ids),
        "counts": _counts([one for section in sections for one in section["requirements"]]),
        "sections": sections,
        "scans": [_scan(account_id) for account_id in ids],
    }


def looks_of(data: shape.SnapshotData) -> Iterator[tuple[str, bytes]]:
    """What one would see of each file that has a look to it: its SHA-256, and a drawing as PNG."""
    for section in data["sections"]:
        for one in section["requirements"]:
            for item in one["evidence"]:
                if item["content_type"] != "text/csv":
                    yield item["sha256"], _drawn(item)


def _drawn(item: shape.EvidenceData) -> bytes:
    """Lines of words below a bar, each file's own: upright for a document, lying for a screenshot."""
    width, height = (480, 300) if item["content_type"] == "image/png" else (424, 600)
    image, at_random = Image.new("RGB", (width, height), "white"), random.Random(item["sha256"])  # noqa: S311
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width, 26), fill="#232f3e")
    for top in range(44, height - 20, 14):
        left = 24
        while left < width - 60:
            right = left + at_random.randint(8, 60)
            pen.rectangle((left, top, right, top + 6), fill=at_random.choice(("#16212f", "#5d6b7c", "#0972d3")))
            left = right + 6
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def dealt(number: int, step: int, end: int) -> range:
    """The serial numbers below `end` that fall to requirement `number` when they are dealt out to `step` of them."""
    return range(number - 1, end, step)


def _counts(requirements: list[shape.RequirementData]) -> shape.CountsData:
    by_status = {status: sum(one["status"] == status for one in requirements) for status in STATUSES}
    return {"total": len(requirements), "excluded": 0, "by_status": by_status}


def _workload(ids: list[str]) -> shape.WorkloadData:
    return {
        "id": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
        "name": "Northwind Insights",
        "description": "Dashboards over the order data of online shops.",
        "handles_phi": False,
        "accesses_customer_accounts": True,
        "stores_customer_credentials": False,
        "compliance_standards": ["SOC 2"],
        "accounts": [
            {"account_id": one, "label": f"account {one[-2:]}", "is_production": True, "connection": "Connected"}
            for one in ids
        ],
    }


def _requirement(one: Requirement, files: range, found: range, ids: list[str]) -> shape.RequirementData:
    status = STATUSES[one.number % len(STATUSES)]
    findings = sorted(_findings(found, ids), key=lambda finding: finding["outcome"])
    return {
        "key": one.key,
        "number": one.number,
        "title": one.title,
        "statement": one.statement,
        "applies": True,
        "status": status,
        "status_label": status.replace("_", " ").capitalize(),
        "response": "A job runs each night, opens a ticket for what is late, and the team leads see the list. " * 3,
        "not_applicable_reason": "No such resources exist." if status == "not_applicable" else "",
        "updated_at": AT,
        "updated_by": "Cai Lindqvist",
        "version": 2,
        "accepted_at": "",
        "accepted_by": "",
        "fields": [{"label": "Highest age", "text": "60 days", "columns": [], "rows": []}],
        "rules": [{"outcome": "met", "message": "60 days is within what is allowed."}],
        "evidence": [_file(number) for number in files],
        "scan": {"status": "not_met", "reason": "The scan suggests not met.", "disagreement": ""},
        "checks": [_check(findings)] if findings else [],
    }


def _findings(found: range, ids: list[str]) -> Iterator[shape.FindingData]:
    for number in found:
        account = ids[number % len(ids)]
        yield {
            "id": f"f{number}",
            "outcome": "fail" if number % 3 else "pass",
            "severity": "high",
            "weight": "decisive",
            "account_id": account,
            "region": "eu-west-1",
            "resource": f"arn:aws:iam::{account}:user/build-{number}",
            "message": f"The access key of build-{number} is {90 + number % 300} days old.",
            "reason": "",
            "action": "",
            "observed_at": AT,
        }


def _check(findings: list[shape.FindingData]) -> shape.CheckData:
    return {
        "id": "access_keys_rotated",
        "title": "Access keys rotated",
        "weight": "decisive",
        "severity": "high",
        "outcome": findings[0]["outcome"],
        "fix": "Make a new key, move its user to it, then delete the old one.",
        "findings": findings,
    }


def _file(number: int) -> shape.EvidenceData:
    name, content_type = FILES[number % len(FILES)]
    return {
        "id": f"e{number}",
        "name": name.format(number),
        "content_type": content_type,
        "size": 120_000 + number,
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "uploaded_at": AT,
        "uploaded_by": "Ada Okafor",
        "stored_as": "",
    }


def _scan(account_id: str) -> shape.ScanData:
    gap: shape.UnreadableData = {"action": "s3:GetBucketPolicy", "region": "", "reason": "denied", "detail": ""}
    said: shape.DeclaredData = {
        "label": "Recovery point objective (RPO)",
        "value": "240 minutes",
        "by": "Ada Okafor",
        "at": AT,
        "place": "RES-001",
        "source": "Northwind",
        "until": "",
    }
    return {
        "account_id": account_id,
        "role_arn": f"arn:aws:iam::{account_id}:role/FtrPortal-1a2b3c4d",
        "session_name": "ftr-portal-2f0c",
        "regions": ["eu-west-1", "us-east-1"],
        "started_at": AT,
        "finished_at": AT,
        "calls": 84,
        "facts_sha256": hashlib.sha256(account_id.encode()).hexdigest(),
        "facts_stored_as": "",
        "unreadable": [gap],
        "declared": [said],
    }
