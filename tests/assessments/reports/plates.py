"""Pictures for the tests of packs, drawn here, and a snapshot that holds all of them."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

from PIL import Image, ImageDraw

from assessments.reports.snapshot.schema import SnapshotData
from tests.assessments.reports.snapshots import check, evidence, finding, snapshot

ACCENT = "#7a1fa2"


def drawn(width: int, height: int, colour: str = "#36506b") -> bytes:
    """A frame with three boxes in it."""
    image = Image.new("RGB", (width, height), "#eef2f6")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, width - 1, height - 1), outline=colour, width=max(2, height // 60))
    for box in range(3):
        left = width * (1 + 3 * box) // 10
        pen.rectangle((left, height // 3, left + width // 5, height * 2 // 3), fill=colour)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def address(body: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(body).decode()}"


def picture(body: bytes, width: int, height: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "sha256": hashlib.sha256(body).hexdigest(),
        "content_type": "image/png",
        "width": width,
        "height": height,
        "stored_as": "stored-picture",
    }


def full_snapshot(*, name: str = "diagram.png", caption: str = "Production") -> tuple[SnapshotData, dict[str, str]]:
    """Logo, colour, diagram, thumbnail, changes and an accepted finding, and the addresses of the pictures."""
    logo, diagram, thumbnail = drawn(700, 220, ACCENT), drawn(1600, 800), drawn(240, 150, "#0d8073")
    data = snapshot()
    data["look"] = {"accent": ACCENT, "logo": picture(logo, 700, 220, "logo.png")}  # type: ignore[typeddict-item]
    data["diagram"] = {
        "picture": picture(diagram, 1600, 800, name),
        "caption": caption,
        "updated_at": "2026-11-18T10:00:00+00:00",
        "updated_by": "Cai Lindqvist",
    }  # type: ignore[typeddict-item]
    data["changes"] = {
        "since": "2026-11-01T08:00:00+00:00",
        "since_sha256": "c0ffee12" * 8,
        "more": 0,
        "entries": [
            change("ARC-001", "answer", before="not_started", status="met"),
            change("ARC-004", "attached", file="runbook.pdf"),
            change("IAM-003", "removed", file="old.pdf"),
        ],
    }  # type: ignore[typeddict-item]
    data["accepted"] = [
        {
            "check_id": "access_keys_rotated",
            "title": "Access keys rotated",
            "account_id": "111122223333",
            "region": "",
            "resource": "arn:aws:iam::111122223333:user/importer",
            "until": "2027-02-01",
            "because": "The importer is replaced in January.",
            "keys": ["IAM-002"],
        }
    ]
    first = data["sections"][2]["requirements"][0]
    first["checks"] = [check([finding(number) for number in range(8)])]  # type: ignore[list-item]
    first["rules"] = [{"outcome": "met", "message": "60 days is within the 90 allowed.", "fields": ["Maximum age"]}]
    first["evidence"].append(evidence(500, "console.png") | {"content_type": "image/png"})  # type: ignore[arg-type]
    addresses = {hashlib.sha256(body).hexdigest(): address(body) for body in (logo, diagram)}
    return data, addresses | {first["evidence"][-1]["sha256"]: address(thumbnail)}


def change(key: str, what: str, *, before: str = "", status: str = "", file: str = "") -> dict[str, Any]:
    return {
        "at": "2026-11-15T10:00:00+00:00",
        "by": "Cai Lindqvist",
        "key": key,
        "what": what,
        "before": before,
        "status": status,
        "file": file,
        "times": 1,
    }
