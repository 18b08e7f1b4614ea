"""The chapters of a pack, and which of them are short enough to share a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assessments.reports.render.chapters.requirements import LINE, RequirementView, requirement_view
from assessments.reports.render.chapters.status_texts import STATUS_LABELS
from assessments.reports.render.design import charts
from assessments.reports.snapshot.schema import RequirementData, SectionData

PAGE, TITLE = 240, 32  # millimetres; a title with what it keeps from its neighbours


@dataclass(frozen=True, slots=True)
class SectionView:
    data: SectionData
    bar: list[charts.Segment]
    in_words: str
    requirements: list[RequirementView]

    @property
    def height(self) -> float:
        """About how many millimetres it takes."""
        shown = self.requirements if self.data["applies"] else []
        return TITLE + sum(one.height for one in shown) + (0 if shown else 3 * LINE)


def section_view(section: SectionData, pictures: Mapping[str, str]) -> SectionView:
    """A section, ready to be printed."""
    by_status, last = section["counts"]["by_status"], len(section["requirements"])
    return SectionView(
        section,
        charts.bar(by_status),
        charts.in_words(by_status, STATUS_LABELS),
        [
            requirement_view(one, pictures, is_last=number == last)
            for number, one in enumerate(section["requirements"], 1)
        ],
    )


def by_page(sections: Iterable[SectionView]) -> list[list[SectionView]]:
    """Sections in their order; those that fit one page together share it, every other begins its own."""
    groups: list[list[SectionView]] = []
    room = 0.0
    for section in sections:
        if section.height > room:
            groups.append([])
            room = PAGE
        groups[-1].append(section)
        room -= section.height
    return groups


def with_gaps(sections: Iterable[SectionView]) -> list[SectionView]:
    """What a gap report shows in full."""
    narrowed = [
        replace(section, requirements=[one for one in section.requirements if _is_gap(one.data)])
        for section in sections
    ]
    return [section for section in narrowed if section.requirements]


def _is_gap(one: RequirementData) -> bool:
    return one["applies"] and (one["status"] == "not_met" or bool(one["scan"]["disagreement"]))
