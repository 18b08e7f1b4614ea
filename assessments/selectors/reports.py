"""Reads for the pages about packs."""

from __future__ import annotations

from assessments.models import Assessment, Badge, Report, Workload

SHOWN = 50


def reports_of(workload: Workload) -> list[Report]:
    """The newest reports of a workload, each with who asked for it and what it was frozen from."""
    rows = Report.objects.filter(organization=workload.organization, assessment__workload=workload)
    return list(rows.select_related("requested_by", "snapshot", "assessment").defer("snapshot__data")[:SHOWN])


def badge_of(assessment: Assessment) -> Badge | None:
    """The badge while it is switched on."""
    return Badge.objects.filter(organization=assessment.organization, assessment=assessment).first()
