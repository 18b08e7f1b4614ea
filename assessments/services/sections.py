"""Overrides of whether a section applies."""

from __future__ import annotations

from django.db import transaction

from assessments.models import Assessment, SectionOverride
from ftrportal.audit.record import record
from ftrportal.organizations.models import User


@transaction.atomic
def overrule_section(*, assessment: Assessment, section_key: str, actor: User, applies: bool, reason: str) -> None:
    """Set whether the section applies, regardless of the workload's facts."""
    SectionOverride.objects.update_or_create(
        assessment=assessment,
        section_key=section_key,
        defaults={"applies": applies, "reason": reason, "set_by": actor},
        create_defaults={
            "organization": assessment.organization,
            "applies": applies,
            "reason": reason,
            "set_by": actor,
        },
    )
    record(
        "section.overruled",
        organization=assessment.organization,
        actor=actor,
        target=assessment,
        section=section_key,
        applies=applies,
    )


@transaction.atomic
def restore_section(*, assessment: Assessment, section_key: str, actor: User) -> None:
    """Remove the override."""
    deleted, _ = SectionOverride.objects.filter(assessment=assessment, section_key=section_key).delete()
    if deleted:
        record(
            "section.restored",
            organization=assessment.organization,
            actor=actor,
            target=assessment,
            section=section_key,
        )
