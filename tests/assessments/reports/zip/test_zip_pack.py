"""A ZIP pack through the real services: what is in it, what stays, and why one fails."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from assessments.messages import UNKNOWN, message_of
from assessments.models import Evidence, EvidenceLink
from assessments.reports.zip.verification import verify
from assessments.services import making, rendering
from assessments.services.evidence import remove_evidence
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.leases import JobStatus
from tests.assessments.reports.stored_packs import BODY, ask_for_zip, names_in, stored, zip_of

# Real transactions: freezing sets an isolation level, which only the outermost transaction can.
pytestmark = pytest.mark.django_db(transaction=True)


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


def test_an_old_pack_stays_as_it_was_when_evidence_is_replaced(world, assessment):
    report = ask_for_zip(world, assessment)
    rendering.make_report(world.acme.pk, report.pk)
    before = zip_of(world, report)
    with organization_context(world.acme.pk):
        link = EvidenceLink.objects.select_related("evidence", "answer").get()
        remove_evidence(link=link, actor=world.cai.user)
        newer = Evidence(
            organization=world.acme,
            workload=assessment.workload,
            name="newer.pdf",
            size=len(BODY) + 1,
            content_type="application/pdf",
            sha256=hashlib.sha256(BODY + b"!").hexdigest(),
            uploaded_by=world.cai.user,
        )
        newer.file.save("t/x/evidence/2", ContentFile(BODY + b"!"))
        EvidenceLink.objects.create(organization=world.acme, answer=link.answer, evidence=newer)

    page = world.client(world.ben).get(reverse("assessments:report_download", args=[world.acme.slug, report.pk]))
    again = ask_for_zip(world, assessment)
    rendering.make_report(world.acme.pk, again.pk)

    assert b"".join(page.streaming_content) == before
    assert names_in(before) & names_in(zip_of(world, again)) & {"evidence/ARC-004/1-root.pdf"} == set()
    assert "evidence/ARC-004/1-newer.pdf" in names_in(zip_of(world, again))


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


def test_a_zip_pack_whose_evidence_was_changed_in_storage_fails_and_names_it(world, assessment):
    with organization_context(world.acme.pk):
        evidence = Evidence.objects.get()
    evidence.file.storage.delete(evidence.file.name)
    evidence.file.storage.save(evidence.file.name, ContentFile(BODY[:-1] + b"!"))
    report = ask_for_zip(world, assessment)

    rendering.make_report(world.acme.pk, report.pk)

    report = stored(world, report)
    assert (report.status, report.reason, report.attempt) == (JobStatus.FAILED, "report.file_changed", 1)
    assert report.reason_detail == "ARC-004: root.pdf"
    assert not report.file
    assert message_of(report.reason) != UNKNOWN


def test_a_file_of_ours_that_is_missing_for_a_moment_is_no_missing_evidence(world, assessment, monkeypatch):
    def vanished(*args, **kwargs):
        raise FileNotFoundError("unfinished/another-workers-folder")

    with monkeypatch.context() as once:
        once.setattr(making, "_workshop", vanished)
        report = ask_for_zip(world, assessment)
        rendering.make_report(world.acme.pk, report.pk)
    assert stored(world, report).status == JobStatus.QUEUED

    rendering.make_report(world.acme.pk, report.pk)

    assert stored(world, report).status == JobStatus.FINISHED
