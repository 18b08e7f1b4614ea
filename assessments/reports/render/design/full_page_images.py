"""Pictures of a pack that stand on pages of their own: the style sheet fits them into their room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.reports.snapshot.schema import DiagramData, SnapshotData


@dataclass(frozen=True, slots=True)
class DiagramPlate:
    """`address` is a data: address of ours; one that `is_tall` stands on an upright page."""

    data: DiagramData
    address: str
    is_tall: bool


def logo_of(data: SnapshotData, pictures: Mapping[str, str]) -> str:
    """The address of the vendor's logo; empty where it has none or its bytes are not there."""
    look = data.get("look")
    return pictures.get(look["logo"]["sha256"], "") if look and look["logo"] else ""


def diagram_of(data: SnapshotData, pictures: Mapping[str, str]) -> DiagramPlate | None:
    """The architecture diagram."""
    diagram = data.get("diagram")
    if not diagram:
        return None
    picture = diagram["picture"]
    address = pictures.get(picture["sha256"])
    return DiagramPlate(diagram, address, picture["height"] > picture["width"]) if address else None
