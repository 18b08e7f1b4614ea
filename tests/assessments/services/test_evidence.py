"""Keeping files: stored once, linked to many answers, refused one by one."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Evidence, EvidenceLink
from assessments.services import evidence as evidence_service
from assessments.services.evidence import attach_evidence, remove_evidence, upload_evidence
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.files import Refused

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def upload(in_acme, case):
    def _upload(*files, key="ARC-003"):
        return upload_evidence(
            assessment=case.assessment,
            requirement_key=key,
            actor=in_acme.cai.user,
            uploads=[SimpleUploadedFile(name, data) for name, data in files],
        )

    return _upload


def test_a_file_is_stored_under_a_random_name_with_its_hash(in_acme, upload):
    upload(("plan.pdf", PDF))

    evidence = Evidence.objects.get()
    assert evidence.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (evidence.name, evidence.size, evidence.content_type) == ("plan.pdf", len(PDF), "application/pdf")
    folder, _, name = evidence.file.name.rpartition("/")
    assert folder == f"t/{in_acme.acme.pk}/evidence"
    assert len(name) == 32
    assert "plan" not in name
    with default_storage.open(evidence.file.name) as file:
        assert file.read() == PDF


def test_refused_files_do_not_take_accepted_ones_along(upload):
    results = upload(("a.pdf", PDF), ("b.png", b"<html>"), ("c.txt", b"fine"))

    assert [(result.name, result.is_kept) for result in results] == [("a.pdf", True), ("b.png", False), ("c.txt", True)]
    assert EvidenceLink.objects.count() == 2


@pytest.mark.parametrize(("name", "data"), [("empty.pdf", b""), ("large.pdf", PDF + b"x" * 1000)])
def test_empty_and_too_large_files_leave_nothing_behind(upload, settings, name, data):
    settings.EVIDENCE_MAX_BYTES = 500

    (result,) = upload((name, data))

    assert result.problem
    assert Evidence.objects.count() == 0


def test_the_same_bytes_are_stored_once_in_a_workload(upload):
    upload(("a.pdf", PDF))
    (result,) = upload(("b.pdf", PDF), key="ARC-004")

    assert result.was_known
    assert Evidence.objects.count() == 1
    assert EvidenceLink.objects.count() == 2


def test_the_same_file_twice_on_one_answer_is_one_link(upload):
    upload(("a.pdf", PDF), ("a.pdf", PDF))

    assert EvidenceLink.objects.count() == 1


def test_another_organization_learns_nothing_from_equal_bytes(world, case, theirs):
    for one, actor in ((case, world.cai), (theirs, world.cleo)):
        with organization_context(actor.organization_id):
            (result,) = upload_evidence(
                assessment=one.assessment,
                requirement_key="ARC-003",
                actor=actor.user,
                uploads=[SimpleUploadedFile("a.pdf", PDF)],
            )
            assert not result.was_known
            assert Evidence.objects.count() == 1


def test_limits_of_answer_and_organization_are_told(upload, settings):
    settings.EVIDENCE_MAX_PER_ANSWER = 1
    settings.EVIDENCE_MAX_TOTAL_BYTES = len(PDF) + 3

    first, second = upload(("a.pdf", PDF), ("b.txt", b"b"))
    (third,) = upload(("c.txt", b"four"), key="ARC-004")

    assert first.is_kept
    assert "The limit of files for one answer is 1." in second.problem
    assert "left." in third.problem
    assert Evidence.objects.count() == 1


def test_removing_ends_the_link_and_keeps_file_and_history(in_acme, upload):
    upload(("a.pdf", PDF))
    link = EvidenceLink.objects.select_related("evidence", "answer").get()

    remove_evidence(link=link, actor=in_acme.ada.user)
    remove_evidence(link=link, actor=in_acme.ada.user)

    link.refresh_from_db()
    assert link.removed_by == in_acme.ada.user
    assert default_storage.exists(link.evidence.file.name)
    assert AuditEntry.objects.filter(action="evidence.removed").count() == 1
    upload(("a.pdf", PDF))
    assert EvidenceLink.objects.filter(removed_at=None).count() == 1
    assert EvidenceLink.objects.count() == 2


def test_a_file_of_the_workload_backs_another_answer(in_acme, case, upload):
    upload(("a.pdf", PDF))

    attach_evidence(
        assessment=case.assessment, requirement_key="ARC-005", evidence=Evidence.objects.get(), actor=in_acme.cai.user
    )

    keys = EvidenceLink.objects.order_by("answer__requirement_key").values_list("answer__requirement_key", flat=True)
    assert list(keys) == ["ARC-003", "ARC-005"]


def test_attaching_is_refused_when_the_answer_is_full(in_acme, case, upload, settings):
    upload(("a.pdf", PDF))
    settings.EVIDENCE_MAX_PER_ANSWER = 0

    with pytest.raises(Refused):
        attach_evidence(
            assessment=case.assessment,
            requirement_key="ARC-005",
            evidence=Evidence.objects.get(),
            actor=in_acme.cai.user,
        )


def test_if_the_row_cannot_be_written_the_bytes_are_not_left_behind(upload, monkeypatch):
    def broken(*_args, **_values):
        raise DatabaseError

    stored = []
    real = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args: stored.append(real(*args)) or stored[-1])
    monkeypatch.setattr(Evidence, "save", broken)

    with pytest.raises(DatabaseError):
        upload(("a.pdf", PDF))

    assert len(stored) == 1
    assert not default_storage.exists(stored[0])


def test_a_storage_that_fails_is_told_and_loses_no_other_file(upload, monkeypatch):
    real = default_storage.save
    calls = []

    def flaky(*args):
        calls.append(args)
        if len(calls) == 1:
            raise OSError("disk")
        return real(*args)

    monkeypatch.setattr(default_storage, "save", flaky)

    first, second = upload(("a.pdf", PDF), ("b.txt", b"b"))

    assert "Try again" in first.problem
    assert second.is_kept


def test_all_bytes_are_stored_before_the_answer_is_locked(upload, monkeypatch):
    locked_before = []
    save = default_storage.save

    with CaptureQueriesContext(connection) as queries:

        def save_and_note(*args, **kwargs):
            locked_before.append([one["sql"] for one in queries.captured_queries if "FOR UPDATE" in one["sql"]])
            return save(*args, **kwargs)

        monkeypatch.setattr(default_storage, "save", save_and_note)
        results = upload(("a.pdf", PDF), ("b.txt", b"text"))

    assert all(one.is_kept for one in results)
    assert locked_before == [[], []]
    assert any("FOR UPDATE" in one["sql"] for one in queries.captured_queries)


def test_bytes_that_are_not_attached_after_all_are_removed(upload, settings, monkeypatch):
    settings.EVIDENCE_MAX_PER_ANSWER = 1
    stored = []
    save = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args: stored.append(save(*args)) or stored[-1])

    upload(("a.pdf", PDF), ("b.txt", b"one too many"))

    assert len(stored) == 2
    assert [default_storage.exists(name) for name in stored] == [True, False]


def test_when_linking_fails_nothing_stays_in_storage(upload, monkeypatch):
    stored = []
    save = default_storage.save
    monkeypatch.setattr(default_storage, "save", lambda *args: stored.append(save(*args)) or stored[-1])
    links = iter([evidence_service._attach, None])

    def failing_the_second_time(*args):
        if (attach := next(links)) is None:
            raise DatabaseError("no more rows")
        attach(*args)

    monkeypatch.setattr(evidence_service, "_attach", failing_the_second_time)

    with pytest.raises(DatabaseError):
        upload(("a.pdf", PDF), ("b.txt", b"text"))

    assert len(stored) == 2
    assert not any(default_storage.exists(name) for name in stored)
