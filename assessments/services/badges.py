"""Turns the badge of an assessment on and off, and reads it by its token."""

from __future__ import annotations

import re
import secrets

from django.db import transaction

from assessments.catalog.errors import UnknownEditionError
from assessments.catalog.load import load_edition
from assessments.models import Assessment, Badge
from assessments.suggestions.progress import assessment_progress
from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import enter_badge, enter_organization
from ftrportal.organizations.models import User

TOKEN_BYTES = 32
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@transaction.atomic
def issue_badge(*, assessment: Assessment, actor: User, label: str) -> Badge:
    """Turn on the badge, or replace its token: the old URL stops working immediately."""
    badge, is_new = Badge.objects.update_or_create(
        organization=assessment.organization,
        assessment=assessment,
        defaults={"token": secrets.token_urlsafe(TOKEN_BYTES), "label": label, "issued_by": actor},
    )
    action = "badge.switched_on" if is_new else "badge.reissued"
    record(action, organization=assessment.organization, actor=actor, target=badge, label=label)
    return badge


@transaction.atomic
def switch_off_badge(*, assessment: Assessment, actor: User) -> None:
    """Turn off the badge. Does nothing if it is off."""
    badge = Badge.objects.filter(organization=assessment.organization, assessment=assessment).first()
    if badge is None:
        return
    record("badge.switched_off", organization=assessment.organization, actor=actor, target=badge)
    badge.delete()


def badge_by_token(token: str) -> tuple[str, int] | None:
    """Label and percentage of the badge with this token; None for an unknown token.

    Nothing else of the organization leaves this function.
    """
    if not TOKEN.fullmatch(token):
        return None
    enter_badge(token)
    badge = Badge.objects.filter(token=token).first()
    if badge is None:
        return None
    enter_organization(badge.organization_id)
    rows = Assessment.objects.select_related("workload").filter(workload__archived_at=None)
    assessment = rows.filter(pk=badge.assessment_id).first()
    if assessment is None:
        return None
    try:
        progress = assessment_progress(assessment, load_edition(assessment.edition))
    except UnknownEditionError:
        return None
    return badge.label, progress.counts.percent
