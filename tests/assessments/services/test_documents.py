"""Attached documents are read by a worker; what their checks say moves the suggestion, never the answer."""

from __future__ import annotations

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.models import Answer, EvidenceLink
from assessments.models.evidence import BEING_READ, NOTHING_TO_READ, WAITING_TO_BE_READ
from assessments.selectors.documents import READ_WITHIN, findings_in_documents
from assessments.selectors.questionnaire import requirement_page
from assessments.services.documents import read_attached, unread_documents
from assessments.services.evidence import remove_evidence, upload_evidence
from assessments.suggestions.suggest import disagreements
from ftrportal.common.database.tenancy import organization_context
from scanners.public import DOCUMENTS_VERSION
from tests.scanners.engine.documents.templates import permissions, stack, trust

GOOD = stack(None, permissions())
MIGHTY = stack(trust(condition={}), permissions("*"))


@pytest.fixture
def attach(in_acme, case):
    def _attach(key, name, document):
        data = document if isinstance(document, bytes) else json.dumps(document).encode()
        uploads = [SimpleUploadedFile(name, data)]
        upload_evidence(assessment=case.assessment, requirement_key=key, actor=in_acme.cai.user, uploads=uploads)
        return EvidenceLink.objects.get(answer__requirement_key=key, evidence__name=name, removed_at=None)

    return _attach


@pytest.fixture
def suggested(case):
    def _suggested(key):
        return requirement_page(case.assessment, case.edition, case.requirement(key)).suggestion

    return _suggested


def read(link):
    return read_attached(link.organization_id, link.pk)


def test_a_file_is_read_once_and_its_verdicts_are_shown(attach, suggested):
    link = attach("CAA-007", "role.json", GOOD)
    before = suggested("CAA-007")

    assert read(link)
    assert not read(link)

    link.refresh_from_db()
    assert link.reading_version == DOCUMENTS_VERSION
    assert [one.reason for one in before.findings] == ["waiting"]
    assert [(one.check_id, one.outcome) for one in suggested("CAA-007").findings] == [("template_role_scoped", "pass")]


def test_text_that_a_database_does_not_take_is_kept_readable(attach):
    link = attach("CAA-007", "role.json", json.dumps(MIGHTY).replace("Reader", "Reader\\u0000\\ud800").encode())

    assert read(link)

    link.refresh_from_db()
    assert "Reader\ufffd?" in link.reading[0]["message"]


def test_a_bad_template_suggests_not_met_and_leaves_the_answer_alone(attach, suggested):
    for key in ("CAA-007", "CAA-002"):
        read(attach(key, "role.json", MIGHTY))

        assert suggested(key).status == "not_met"
    assert set(Answer.objects.values_list("status", flat=True)) == {"not_started"}


def test_what_is_said_of_files_speaks_of_files(case, in_acme, attach, suggested):
    read(attach("CAA-002", "bad.json", MIGHTY))
    read(attach("CAA-007", "good.json", GOOD))
    found = suggested("CAA-002")
    met = Answer(status="met", requirement_key="CAA-002")
    without = Answer(status="not_applicable", requirement_key="CAA-002")

    (against_met,) = disagreements(met, found, fields_outcome=None)
    (against_none,) = disagreements(without, found, fields_outcome=None)

    assert found.because == "An attached file fails a required check."
    assert against_met.text == (
        "The answer is “met”, but an attached file fails the check “The customers' role demands the external id”."
    )
    assert against_none.text.startswith("The answer is “not applicable”, but an attached file fails")
    assert suggested("CAA-007").because.startswith("The check of the attached files found nothing wrong")


def test_one_bad_file_beside_a_good_one_decides(attach, suggested):
    read(attach("CAA-002", "good.json", GOOD))
    read(attach("CAA-002", "bad.json", MIGHTY))

    assert suggested("CAA-002").status == "not_met"


def test_a_removed_file_says_nothing_any_more(in_acme, attach, suggested):
    link = attach("CAA-002", "bad.json", MIGHTY)
    read(link)

    remove_evidence(link=link, actor=in_acme.cai.user)

    assert suggested("CAA-002").findings == ()
    assert not read(link)


def test_without_a_file_the_suggestion_says_what_to_attach(suggested):
    (gap, *_) = suggested("CAA-002").gaps

    assert "Attach the template" in gap.text
    assert suggested("CAA-002").status == "needs_input"


def test_only_requirements_with_such_a_check_have_their_files_read(attach):
    assert attach("ARC-003", "role.json", MIGHTY).reading_version == NOTHING_TO_READ
    assert attach("CAA-007", "role.json", MIGHTY).reading_version == WAITING_TO_BE_READ


def test_a_file_that_is_no_document_of_the_check_gives_no_verdict(attach, suggested):
    read(attach("CAA-007", "notes.txt", b"See the wiki."))

    assert suggested("CAA-007").findings == ()


def test_a_file_that_killed_its_worker_stays_unknown_and_is_not_tried_again(attach, case):
    link = attach("CAA-007", "role.json", GOOD)
    EvidenceLink.objects.filter(pk=link.pk).update(reading_version=BEING_READ, read_at=timezone.now() - READ_WITHIN * 2)

    (finding,) = findings_in_documents(case.assessment, case.edition)["template_role_scoped"]

    assert (finding.outcome, finding.reason) == ("unknown", "malformed")
    assert not read(link)


def test_stored_bytes_that_are_gone_for_now_are_tried_again(attach):
    link = attach("CAA-007", "role.json", GOOD)
    default_storage.delete(link.evidence.file.name)

    assert not read(link)

    link.refresh_from_db()
    assert link.reading_version == WAITING_TO_BE_READ


def test_newer_checks_read_every_file_again_and_old_verdicts_count_no_more(attach, case):
    link = attach("CAA-007", "role.json", GOOD)
    read(link)
    EvidenceLink.objects.filter(pk=link.pk).update(reading_version=DOCUMENTS_VERSION + 1)

    (finding,) = findings_in_documents(case.assessment, case.edition)["template_role_scoped"]

    assert finding.outcome == "unknown"
    assert unread_documents() == [(str(link.organization_id), str(link.pk))]
    assert read(link)


def test_another_organization_cannot_have_a_file_read(world, attach):
    link = attach("CAA-007", "role.json", GOOD)

    assert not read_attached(world.cleo.organization_id, link.pk)
    with organization_context(world.cleo.organization_id):
        assert not EvidenceLink.objects.exists()


def test_typed_counts_stand_in_for_a_missing_list_of_hashes_but_not_for_a_bad_one(in_acme, case, attach, suggested):
    today = timezone.localdate().isoformat()
    Answer.objects.create(
        organization=in_acme.acme,
        assessment=case.assessment,
        requirement_key="CAA-005",
        fields={"customers_total": 3, "distinct_ids": 3, "unique_constraint": True, "measured_on": today},
    )
    before = suggested("CAA-005").status

    read(attach("CAA-005", "ids.csv", b"customer,hash\na,1f\nb,1f\n"))

    assert before == "needs_input"
    assert suggested("CAA-005").status == "not_met"
