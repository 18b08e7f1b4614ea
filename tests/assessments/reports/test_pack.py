"""From an assessment in the database to a stored pack, through the real services and the real typesetter."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse
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
from assessments.reports import pdf, snapshot
from assessments.reports.archives.verifying import verify
from assessments.services import making, rendering
from assessments.services.evidence import remove_evidence
from assessments.services.messages import UNKNOWN, message_of
from assessments.services.reports import cancel_report, request_report
from ftrportal.common import leases
from ftrportal.common.leases import JobStatus
from ftrportal.common.tenancy import organization_context
from scanners.models import Connection, ConnectionStatus, Finding, ScanRun

BODY = b"%PDF-1.7 a runbook"

# Real transactions: freezing sets an isolation level, which only the outermost transaction can.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def assessment(world):
    with organization_context(world.acme.pk):
        return make_assessment(world)


def make_assessment(world):
    acme = world.acme
    workload = Workload.objects.create(organization=acme, name="Insights <b>bold</b>", handles_phi=False)
    WorkloadAccount.objects.create(organization=acme, workload=workload, account_id="111122223333", label="prod")
    made = Assessment.objects.create(organization=acme, workload=workload, edition=current_edition().id)
    answer = Answer.objects.create(
        organization=acme, assessment=made, requirement_key="ARC-004", status=AnswerStatus.MET,
        response="No root keys. <script>alert(1)</script>", version=1, updated_by=world.cai.user,
    )  # fmt: skip
    evidence = Evidence(
        organization=acme, workload=workload, name="root.pdf", size=len(BODY), content_type="application/pdf",
        sha256=hashlib.sha256(BODY).hexdigest(), uploaded_by=world.cai.user,
    )  # fmt: skip
    evidence.file.save("t/x/evidence/1", ContentFile(BODY))
    EvidenceLink.objects.create(organization=acme, answer=answer, evidence=evidence)
    return made


@pytest.fixture
def failing_scan(world):
    with organization_context(world.acme.pk):
        return make_failing_scan(world.acme)


def make_failing_scan(acme):
    connection = Connection.objects.create(
        organization=acme, account_id="111122223333", role_name="FtrPortal-1a2b3c4d", status=ConnectionStatus.ACTIVE
    )
    run = ScanRun.objects.create(
        organization=acme, connection=connection, status=JobStatus.FINISHED, started_at=timezone.now(),
        finished_at=timezone.now(), role_arn=connection.role_arn, session_name="ftr-portal-1", regions=["us-east-1"],
        calls={"iam:GetAccountSummary": 1}, unreadable=[{"action": "iam:ListUsers", "region": "", "reason": "denied"}],
        facts_sha256="ab" * 32,
    )  # fmt: skip
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
        return snapshot.take(assessment, taken_by=world.ada.user)


def ask(world, assessment, person=None):
    with organization_context(world.acme.pk):
        return request_report(assessment=assessment, actor=(person or world.ada).user)


def stored(world, report):
    """The report as the database has it now."""
    with organization_context(world.acme.pk):
        return Report.objects.select_related("snapshot").get(pk=report.pk)


def change(world, report, **columns):
    with organization_context(world.acme.pk):
        Report.objects.filter(pk=report.pk).update(**columns)


def test_a_snapshot_holds_every_requirement_answer_file_and_finding(world, assessment, failing_scan):
    data = take(world, assessment)

    assert sum(len(section["requirements"]) for section in data["sections"]) == 46
    answered = requirement_of(data, "ARC-004")
    assert answered["status"] == "met"
    assert answered["evidence"][0]["sha256"] == hashlib.sha256(BODY).hexdigest()
    assert [one["id"] for one in answered["checks"][0]["findings"]] == [str(failing_scan.pk)]
    assert "1 failing resource" in answered["scan"]["disagreement"]
    assert data["scans"][0]["unreadable"][0]["action"] == "iam:ListUsers"
    assert not requirement_of(data, "BAABP-001")["applies"]
    json.dumps(data)


def test_the_number_of_queries_does_not_grow_with_answers(
    world, assessment, failing_scan, django_assert_max_num_queries
):
    with organization_context(world.acme.pk):
        for requirement in current_edition().requirements:
            Answer.objects.get_or_create(
                assessment=assessment,
                requirement_key=requirement.key,
                defaults={"organization": world.acme, "updated_by": world.cai.user},
            )
        with django_assert_max_num_queries(17):
            snapshot.take(assessment, taken_by=None)


def test_a_pack_is_made_stored_and_says_what_was_answered(world, assessment, failing_scan):
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason) == (JobStatus.FINISHED, "")
    text = text_of(report)
    assert "Insights <b>bold</b>" in text
    assert "<script>alert(1)</script>" in text
    assert "Root has an access key." in text
    assert all(one.key in text for one in current_edition().requirements if not one.key.startswith("BAABP"))
    with report.file.open("rb") as file:
        assert hashlib.sha256(file.read()).hexdigest() == report.sha256
    assert snapshot.digest(report.snapshot.data) == report.snapshot.sha256


def test_asking_twice_makes_one_pack(world, assessment):
    assert ask(world, assessment) == ask(world, assessment, world.cai)


def test_a_doubled_message_does_nothing(world, assessment, monkeypatch):
    report = ask(world, assessment)
    with organization_context(world.acme.pk):
        leases.claim(Report, report.pk)
    monkeypatch.setattr(pdf, "render", lambda *args, **kwargs: pytest.fail("rendered twice"))

    rendering.make_report(world.acme.pk, report.pk)

    assert stored(world, report).status == JobStatus.RUNNING


def test_another_organizations_message_does_nothing(world, assessment, monkeypatch):
    report = ask(world, assessment)
    monkeypatch.setattr(pdf, "render", lambda *args, **kwargs: pytest.fail("rendered for a stranger"))

    rendering.make_report(world.other.pk, report.pk)

    assert stored(world, report).status == JobStatus.QUEUED


def test_a_pack_that_cannot_be_typeset_fails_with_its_reason(world, assessment, monkeypatch):
    monkeypatch.setattr(pdf, "CPU_SECONDS", 1)
    monkeypatch.setattr(making.html, "render", lambda *args, **kwargs: "<table><tr><td colspan='100000'>x</table>" * 9)
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason) == (JobStatus.FAILED, "report.too_large")


def test_a_worker_that_lost_its_lease_stores_nothing(world, assessment, monkeypatch):
    report = ask(world, assessment)

    def render_while_another_takes_over(*args, **kwargs):
        change(world, report, generation=99)
        return b"%PDF"

    monkeypatch.setattr(pdf, "page_count", lambda document: 1)
    monkeypatch.setattr(pdf, "render", render_while_another_takes_over)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.file.name) == (JobStatus.RUNNING, "")


def test_a_queued_pack_is_cancelled_at_once(world, assessment):
    report = ask(world, assessment)

    with organization_context(world.acme.pk):
        cancel_report(report=report, actor=world.ada.user)

    assert stored(world, report).status == JobStatus.CANCELLED


def test_a_pack_being_typeset_is_cancelled(world, assessment, monkeypatch):
    report = ask(world, assessment)
    slow = "<html><body>" + "<p>word word</p>" * 20_000

    def page_while_somebody_cancels(*args, **kwargs):
        with organization_context(world.acme.pk):
            cancel_report(report=stored(world, report), actor=world.ada.user)
        return slow

    monkeypatch.setattr(making.html, "render", page_while_somebody_cancels)

    rendering.make_report(world.acme.pk, report.pk)

    assert stored(world, report).status == JobStatus.CANCELLED


def test_the_sweeper_sends_again_what_was_lost(world, assessment):
    report = ask(world, assessment)
    change(world, report, created_at=timezone.now() - timedelta(minutes=5))

    assert rendering.sweep_reports() == [(str(world.acme.pk), str(report.pk))]
    assert rendering.sweep_reports() == []


def test_the_second_death_of_its_worker_ends_a_pack(world, assessment):
    report = ask(world, assessment)

    for _ in range(Report.max_attempts):
        with organization_context(world.acme.pk):
            assert leases.claim(Report, report.pk)
        change(world, report, lease_until=timezone.now() - timedelta(seconds=1))
        rendering.sweep_reports()

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, "job.worker_died", 2)


def failing(*errors):
    """A typesetter that fails in these ways, one after the other, and then works."""
    left = list(errors)

    def render(*args, **kwargs):
        if left:
            raise left.pop(0)
        return b"%PDF"

    return render


@pytest.mark.parametrize("error", [pdf.RenderFailedError("report.typesetter_died"), OSError("storage is away")])
def test_what_may_pass_is_tried_once_more_with_the_same_snapshot(world, assessment, monkeypatch, error):
    monkeypatch.setattr(pdf, "render", failing(error))
    monkeypatch.setattr(pdf, "page_count", lambda document: 1)
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)
    between = stored(world, report)
    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (between.status, between.attempt, between.reason) == (JobStatus.QUEUED, 1, "")
    assert (report.status, report.attempt, report.reason) == (JobStatus.FINISHED, 2, "")
    assert report.snapshot_id == between.snapshot_id


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (pdf.RenderFailedError("report.typesetter_died"), "report.typesetter_died"),
        (OSError("storage is away"), "report.internal"),
    ],
)
def test_what_fails_twice_ends_with_a_reason_that_has_words(world, assessment, monkeypatch, error, reason):
    monkeypatch.setattr(pdf, "render", failing(error, error))
    report = ask(world, assessment)

    for _ in range(3):
        rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, reason, 2)
    assert message_of(reason) != UNKNOWN


@pytest.mark.parametrize("reason", ["report.too_large", "report.not_typeset"])
def test_what_would_fail_again_is_not_tried_again(world, assessment, monkeypatch, reason):
    monkeypatch.setattr(pdf, "render", failing(pdf.RenderFailedError(reason)))
    report = ask(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, reason, 1)


def test_an_old_pack_stays_as_it_was_when_evidence_is_replaced(world, assessment):
    report = ask_for_zip(world, assessment)
    rendering.make_report(world.acme.pk, report.pk)
    before = zip_of(world, report)
    with organization_context(world.acme.pk):
        link = EvidenceLink.objects.select_related("evidence", "answer").get()
        remove_evidence(link=link, actor=world.cai.user)
        newer = Evidence(
            organization=world.acme, workload=assessment.workload, name="newer.pdf", size=len(BODY) + 1,
            content_type="application/pdf", sha256="00" * 32, uploaded_by=world.cai.user,
        )  # fmt: skip
        newer.file.save("t/x/evidence/2", ContentFile(BODY + b"!"))
        EvidenceLink.objects.create(organization=world.acme, answer=link.answer, evidence=newer)

    page = world.client(world.ben).get(reverse("assessments:report_download", args=[world.acme.slug, report.pk]))
    again = ask_for_zip(world, assessment)
    rendering.make_report(world.acme.pk, again.pk)

    assert b"".join(page.streaming_content) == before
    assert names_in(before) & names_in(zip_of(world, again)) & {"evidence/ARC-004/1-root.pdf"} == set()
    assert "evidence/ARC-004/1-newer.pdf" in names_in(zip_of(world, again))


def zip_of(world, report) -> bytes:
    with stored(world, report).file.open("rb") as file:
        return file.read()


def names_in(body: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return set(archive.namelist())


def ask_for_zip(world, assessment):
    with organization_context(world.acme.pk):
        return request_report(assessment=assessment, actor=world.ada.user, kind=ReportKind.PACK_ZIP)


def test_a_zip_pack_holds_the_evidence_and_verifies(world, assessment, failing_scan):
    report = ask_for_zip(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason) == (JobStatus.FINISHED, "")
    with report.file.open("rb") as file:
        body = file.read()
    assert (len(body), hashlib.sha256(body).hexdigest()) == (report.size, report.sha256)
    assert verify(io.BytesIO(body)).is_unchanged
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.read("evidence/ARC-004/1-root.pdf") == BODY


def test_on_disk_the_finished_file_is_moved_not_copied(world, assessment, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    disk = FileSystemStorage(location=tmp_path / "media")
    (tmp_path / "pack").write_bytes(b"body")
    with (tmp_path / "pack").open("rb") as file:
        name = disk.save("stored", making._Movable(file, name=file.name))

    assert (tmp_path / "media" / name).read_bytes() == b"body"
    assert not (tmp_path / "pack").exists()


def test_a_zip_pack_whose_evidence_is_gone_fails_with_its_reason(world, assessment):
    with organization_context(world.acme.pk):
        Evidence.objects.get().file.delete(save=False)
    report = ask_for_zip(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason) == (JobStatus.FAILED, "report.file_missing")


def test_without_a_signing_key_a_zip_pack_fails_with_its_reason(world, assessment, settings):
    settings.SIGNING_KEY = ""
    report = ask_for_zip(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    assert stored(world, report).reason == "report.no_signing_key"
