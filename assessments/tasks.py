"""Wrappers that a worker runs; everything they do stands in the services. Messages carry ids only."""

from __future__ import annotations

from uuid import UUID

from assessments.services import documents, rendering, scan_reviews
from ftrportal.celery import app
from ftrportal.common.jobs.queue import send


@app.task(name="assessments.make_report", soft_time_limit=240, time_limit=300)
def make_report_task(organization_id: str, report_id: str) -> None:
    rendering.make_report(UUID(organization_id), UUID(report_id))


@app.task(name="assessments.sweep_reports", soft_time_limit=60, time_limit=90)
def sweep_reports_task() -> None:
    for organization_id, report_id in rendering.sweep_reports():
        send("assessments.make_report", organization_id, report_id)


@app.task(name="assessments.review_scans", soft_time_limit=240, time_limit=300)
def review_scans_task() -> None:
    scan_reviews.review_scans()


@app.task(name="assessments.read_document", soft_time_limit=75, time_limit=90)
def read_document_task(organization_id: str, link_id: str) -> None:
    """The message says that a slot is free and not what to read: organizations take turns."""
    documents.read_next()


@app.task(name="assessments.sweep_documents", soft_time_limit=60, time_limit=90)
def sweep_documents_task() -> None:
    for organization_id, link_id in documents.unread_documents():
        send("assessments.read_document", organization_id, link_id)
