"""Attached documents are read by a worker; what their checks say moves the suggestion, never the answer."""

from __future__ import annotations

import json

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from assessments.models import Answer, EvidenceLink
from assessments.models.evidence import BEING_READ, NOTHING_TO_READ, WAITING_TO_BE_READ
from assessments.selectors.documents import READ_WITHIN, declared_account_ids, findings_in_documents
from assessments.selectors.questionnaire import requirement_page
from assessments.services import documents
from assessments.services.declarations import declare_workload
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
        "The answer is “met”, but an attached file fails the check “External ID required in the role template”."
    )
    assert against_none.text.startswith("The answer is “not applicable”, but an attached file fails")
    assert suggested("CAA-007").because.startswith("The check of the attached files found no failures")


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


def test_the_same_bytes_under_a_new_name_are_read_and_shown_under_the_new_name(attach, in_acme, case):
    attach("CAA-007", "role.txt", MIGHTY)
    data = json.dumps(MIGHTY).encode()
    uploads = [SimpleUploadedFile("role.json", data)]
    upload_evidence(assessment=case.assessment, requirement_key="CAA-007", actor=in_acme.cai.user, uploads=uploads)
    (link,) = EvidenceLink.objects.filter(answer__requirement_key="CAA-007", removed_at=None)

    assert link.shown_name == "role.json"
    assert read(link)

    found = findings_in_documents(case.assessment, case.edition)["template_role_scoped"]
    assert [one.outcome for one in found] == ["fail"]
    assert found[0].resource.startswith("role.json")


def test_on_another_answer_the_same_bytes_have_the_name_given_there(attach, in_acme, case):
    attach("ARC-003", "notes.txt", MIGHTY)
    uploads = [SimpleUploadedFile("role.json", json.dumps(MIGHTY).encode())]
    upload_evidence(assessment=case.assessment, requirement_key="CAA-007", actor=in_acme.cai.user, uploads=uploads)
    link = EvidenceLink.objects.get(answer__requirement_key="CAA-007")

    read(link)

    assert {one["outcome"] for one in EvidenceLink.objects.get(pk=link.pk).reading} == {"fail"}
    assert EvidenceLink.objects.get(answer__requirement_key="ARC-003").shown_name == "notes.txt"


def test_a_name_given_while_the_file_is_read_wins_over_what_was_found_under_the_old_one(attach, monkeypatch):
    link = attach("CAA-007", "role.json", GOOD)

    def renamed_meanwhile(*_args, **_more):
        EvidenceLink.objects.filter(pk=link.pk).update(reading_version=WAITING_TO_BE_READ)
        return []

    monkeypatch.setattr("assessments.services.documents.read_document", renamed_meanwhile)

    assert not read(link)
    link.refresh_from_db()
    assert link.reading_version == WAITING_TO_BE_READ


def test_principals_are_compared_with_the_accounts_declared_and_again_when_these_change(attach, case, in_acme):
    trusted = "730335118462"
    link = attach("CAA-002", "role.json", stack(trust(f"arn:aws:iam::{trusted}:root")))
    read(link)
    before = EvidenceLink.objects.get(pk=link.pk).reading

    register = [{"account_id": trusted, "stage": "prod"}]
    Answer.objects.create(
        organization=in_acme.acme, assessment=case.assessment, requirement_key="ACCT-001", fields={"register": register}
    )
    declare_workload(case.workload, actor=in_acme.cai.user)

    assert unread_documents() == [(str(link.organization_id), str(link.pk))]
    assert read(link)
    assert [one["outcome"] for one in before] == ["review"]
    assert "not one of the AWS accounts you declared" in before[0]["message"]
    assert [one["outcome"] for one in EvidenceLink.objects.get(pk=link.pk).reading] == ["pass"]
    declare_workload(case.workload, actor=in_acme.cai.user)
    assert unread_documents() == []


def test_a_third_partys_account_is_none_of_the_vendors(attach, case, in_acme):
    row = {"account_id": "730335118462"}
    for key, name in (("ACCT-001", "register"), ("IAM-005", "vendors")):
        Answer.objects.create(
            organization=in_acme.acme, assessment=case.assessment, requirement_key=key, fields={name: [row]}
        )

    assert "730335118462" not in declared_account_ids(case.workload)


def test_a_free_slot_takes_the_next_waiting_document(attach):
    first, second = attach("CAA-007", "one.json", GOOD), attach("CAA-002", "two.json", MIGHTY)

    assert documents.read_next()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.reading_version, second.reading_version) == (DOCUMENTS_VERSION, WAITING_TO_BE_READ)
    assert documents.read_next()
    assert not documents.read_next()
