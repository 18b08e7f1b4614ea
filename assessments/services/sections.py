"""A person overrules whether a section applies."""

from __future__ import annotations

from django.db import transaction

from assessments.models import Assessment, SectionOverride
from ftrportal.audit.record import record
from ftrportal.organizations.models import User


@transaction.atomic
def overrule_section(*, assessment: Assessment, section_key: str, actor: User, applies: bool, reason: str) -> None:
    """Say that the section applies, or does not, whatever follows from the workload's facts."""
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
    """Go back to what follows from the workload's facts."""
    deleted, _ = SectionOverride.objects.filter(assessment=assessment, section_key=section_key).delete()
    if deleted:
        record(
            "section.restored",
            organization=assessment.organization,
            actor=actor,
            target=assessment,
            section=section_key,
        )
