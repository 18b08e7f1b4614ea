"""An assessment with an answer, a file and a failing scan in the database, and the packs asked for of it."""

from __future__ import annotations

import hashlib
import io
import zipfile

from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfReader

from assessments.catalog.load import current_edition
from assessments.models import (
    Answer,
    AnswerStatus,
    Assessment,
    Evidence,
    EvidenceLink,
    Report,
    ReportKind,
    Workload,
    WorkloadAccount,
)
from assessments.reports.snapshot import freeze
from assessments.services.reports import request_report
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.leases import JobStatus
from scanners.models import Connection, ConnectionStatus, Finding, ScanRun

BODY = b"%PDF-1.7 a runbook"


def make_assessment(world):
    acme = world.acme
    workload = Workload.objects.create(organization=acme, name="Insights <b>bold</b>", handles_phi=False)
    WorkloadAccount.objects.create(organization=acme, workload=workload, account_id="111122223333", label="prod")
    made = Assessment.objects.create(organization=acme, workload=workload, edition=current_edition().id)
    answer = Answer.objects.create(
        organization=acme,
        assessment=made,
        requirement_key="ARC-004",
        status=AnswerStatus.MET,
        response="No root keys. <script>alert(1)</script>",
        version=1,
        updated_by=world.cai.user,
    )
    evidence = Evidence(
        organization=acme,
        workload=workload,
        name="root.pdf",
        size=len(BODY),
        content_type="application/pdf",
        sha256=hashlib.sha256(BODY).hexdigest(),
        uploaded_by=world.cai.user,
    )
    evidence.file.save("t/x/evidence/1", ContentFile(BODY))
    EvidenceLink.objects.create(organization=acme, answer=answer, evidence=evidence)
    return made


def make_failing_scan(acme):
    connection = Connection.objects.create(
        organization=acme, account_id="111122223333", role_name="FtrPortal-1a2b3c4d", status=ConnectionStatus.ACTIVE
    )
    run = ScanRun.objects.create(
        organization=acme,
        connection=connection,
        status=JobStatus.FINISHED,
        started_at=timezone.now(),
        finished_at=timezone.now(),
        role_arn=connection.role_arn,
        session_name="ftr-portal-1",
        regions=["us-east-1"],
        calls={"iam:GetAccountSummary": 1},
        unreadable=[{"action": "iam:ListUsers", "region": "", "reason": "denied"}],
        facts_sha256="ab" * 32,
    )
    return Finding.objects.create(
        organization=acme,
        run=run,
        check_id="root_no_access_keys",
        outcome="fail",
        severity="critical",
        weight="decisive",
        account_id="111122223333",
        resource="arn:aws:iam::111122223333:root",
        message="Root has an access key.",
    )


def requirement_of(data, key):
    return next(one for section in data["sections"] for one in section["requirements"] if one["key"] == key)


def text_of(report):
    with report.file.open("rb") as file:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)


def take(world, assessment):
    with organization_context(world.acme.pk):
        return freeze.take(assessment, taken_by=world.ada.user)


def ask(world, assessment, person=None):
    with organization_context(world.acme.pk):
        return request_report(assessment=assessment, actor=(person or world.ada).user)


def ask_for_zip(world, assessment):
    with organization_context(world.acme.pk):
        return request_report(assessment=assessment, actor=world.ada.user, kind=ReportKind.PACK_ZIP)


def stored(world, report):
    """The report as the database has it now."""
    with organization_context(world.acme.pk):
        return Report.objects.select_related("snapshot").get(pk=report.pk)


def change(world, report, **columns):
    with organization_context(world.acme.pk):
        Report.objects.filter(pk=report.pk).update(**columns)


def zip_of(world, report) -> bytes:
    with stored(world, report).file.open("rb") as file:
        return file.read()


def names_in(body: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return set(archive.namelist())
