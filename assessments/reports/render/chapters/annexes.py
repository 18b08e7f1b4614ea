"""The annex of all findings, split into sections of a few pages that are rendered in parallel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assessments.reports.snapshot.schema import FindingData

ROWS = 250  # in one section
CHARACTERS_OF_A_ROW = 120

# By outcome in words: findings in full, and resources that are only named.
Findings = tuple[str, list[FindingData]]
Resources = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """Findings of one check and outcome; `has_heading` where the check begins or goes on in a new section."""

    key: str
    title: str
    label: str
    findings: Sequence[FindingData]
    resources: str
    has_heading: bool = True

    @property
    def rows(self) -> int:
        return len(self.findings) + len(self.resources) // CHARACTERS_OF_A_ROW


def blocks_of(key: str, title: str, telling: Iterable[Findings], silent: Iterable[Resources]) -> Iterator[Block]:
    """One check as blocks, none longer than a section."""
    for label, findings in telling:
        for start in range(0, len(findings), ROWS):
            yield Block(key, title, label, findings[start : start + ROWS], "")
    for label, resources in silent:
        yield Block(key, title, label, (), resources)


def sections_of(blocks: Iterable[Block]) -> list[list[Block]]:
    """Blocks in their order, as many to a section as there is room."""
    sections: list[list[Block]] = []
    rows = 0
    for block in blocks:
        if not sections or rows + block.rows > ROWS:
            sections.append([])
            rows = 0
        rows += block.rows
        before = sections[-1][-1] if sections[-1] else None
        goes_on = before is not None and (before.key, before.title) == (block.key, block.title)
        sections[-1].append(
            Block(block.key, block.title, block.label, block.findings, block.resources, has_heading=not goes_on)
        )
    return sections
