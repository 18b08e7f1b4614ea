"""Evidence through the pages: multipart uploads, refusals, downloads that nothing runs from."""

from __future__ import annotations

import hashlib

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.models import Evidence, EvidenceLink
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context

KEY = "ARC-005"
HTMX = {"HX-Request": "true"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def upload(world, case):
    def _upload(*files, htmx=True, key=KEY):
        sent = {"files": [SimpleUploadedFile(name, data, content_type="text/html") for name, data in files]}
        return world.client(world.cai).post(case.url("evidence_upload", key), sent, headers=HTMX if htmx else {})

    return _upload


@pytest.fixture
def evidence(world):
    def _evidence():
        with organization_context(world.acme.pk):
            return list(Evidence.objects.order_by("name"))

    return _evidence


def test_several_files_at_once(upload, evidence):
    response = upload(("a.pdf", PDF), ("b.txt", b"text"))

    assert response.status_code == 200
    assert [(one.name, one.sha256) for one in evidence()] == [
        ("a.pdf", hashlib.sha256(PDF).hexdigest()),
        ("b.txt", hashlib.sha256(b"text").hexdigest()),
    ]
    assert response.content.decode().count('id="evidence-') == 4  # panel, its title and two files


def test_without_scripts_the_page_comes_back(upload, case):
    assert upload(("a.pdf", PDF), htmx=False)["Location"] == case.url("requirement_detail", KEY)

    refused = upload(("a.png", b"<html>"), htmx=False)
    assert refused.status_code == 422
    assert "its content is different or damaged" in refused.content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_a_disguised_file_is_refused_and_the_others_are_kept(upload, evidence, htmx):
    response = upload(("page.png", b"<!doctype html><script>alert(1)</script>"), ("b.txt", b"text"), htmx=htmx)

    assert response.status_code == 422
    assert "page.png" in response.content.decode()
    assert [one.name for one in evidence()] == ["b.txt"]


def test_a_file_over_the_limit_is_refused_by_its_real_size(upload, evidence, settings):
    settings.EVIDENCE_MAX_BYTES = 200_000

    response = upload(("large.txt", b"x" * 300_000), ("b.txt", b"text"))

    assert response.status_code == 422
    assert "This file is 293" in response.content.decode()
    assert [one.name for one in evidence()] == ["b.txt"]


def test_more_files_than_one_form_may_hold(upload, evidence):
    response = upload(*((f"{number}.txt", str(number).encode()) for number in range(21)))

    assert response.status_code == 400
    assert evidence() == []


def test_no_file_chosen_is_told(upload):
    response = upload()

    assert response.status_code == 422
    assert "Choose at least one file." in response.content.decode()


def test_hostile_names_are_shown_clean_and_escaped(upload, evidence, world, case):
    upload(("..\\..\\<img src=x onerror=alert(1)>\u202e.pdf", PDF))

    (one,) = evidence()
    assert one.name == "img src=x onerror=alert(1).pdf"
    page = world.client(world.ben).get(case.url("requirement_detail", KEY)).content.decode()
    assert "<img src=x" not in page


def test_a_download_is_an_attachment_that_runs_nothing(upload, evidence, world, case):
    upload(("naïve\u202e 文書.pdf", PDF))
    (one,) = evidence()

    response = world.client(world.ben).get(case.url("evidence_download", one.pk))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''na%C3%AFve%20")
    assert response["Content-Length"] == str(len(PDF))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with organization_context(world.acme.pk):
        assert AuditEntry.objects.get(action="evidence.downloaded").actor == world.ben.user


def test_a_file_missing_from_storage_is_not_found(upload, evidence, world, case):
    upload(("a.pdf", PDF))
    (one,) = evidence()
    default_storage.delete(one.file.name)

    assert world.client(world.cai).get(case.url("evidence_download", one.pk)).status_code == 404


def test_a_file_is_attached_to_another_answer_and_removed_from_it(upload, evidence, world, case):
    upload(("a.pdf", PDF))
    (one,) = evidence()
    browser = world.client(world.cai)

    attached = browser.post(case.url("evidence_attach", "ARC-003"), {"evidence": one.pk}, headers=HTMX)
    assert "a.pdf" in attached.content.decode()
    with organization_context(world.acme.pk):
        link = EvidenceLink.objects.get(answer__requirement_key="ARC-003")
    removed = browser.post(case.url("evidence_remove", "ARC-003", link.pk), headers=HTMX)

    assert "No files attached yet." in removed.content.decode()
    assert browser.post(case.url("evidence_remove", "ARC-003", link.pk)).status_code == 404
    assert browser.get(case.url("evidence_download", one.pk)).status_code == 200


@pytest.mark.parametrize("sent", ["", "x", "nul\0l"])
def test_attaching_nothing_sensible_is_told(world, case, sent):
    response = world.client(world.cai).post(case.url("evidence_attach", KEY), {"evidence": sent}, headers=HTMX)

    assert response.status_code == 422
    assert "Choose a file from the list." in response.content.decode()


def test_another_organizations_file_cannot_be_attached(upload, evidence, world, theirs):
    upload(("a.pdf", PDF))
    (one,) = evidence()

    response = world.client(world.cleo).post(theirs.url("evidence_attach", KEY), {"evidence": one.pk})

    assert response.status_code == 404
    with organization_context(world.other.pk):
        assert EvidenceLink.objects.count() == 0
