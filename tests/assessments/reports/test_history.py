"""What changed since the last pack: sittings and not key strokes, from which status to which, and by whom."""

from __future__ import annotations

import pytest
from django.utils import timezone

from assessments.models import Answer, AnswerRevision, AnswerStatus, Evidence, EvidenceLink, Snapshot
from assessments.reports.snapshot.changes import changes_of
from ftrportal.common.database.tenancy import organization_context

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(case):
    with organization_context(case.workload.organization_id):
        yield case


@pytest.fixture
def answer(entered):
    return Answer.objects.create(
        organization=entered.workload.organization, assessment=entered.assessment, requirement_key="ARC-001"
    )


def save(answer, version, status, person):
    AnswerRevision.objects.create(
        organization=answer.organization, answer=answer, version=version, status=status, saved_by=person.user
    )


def attach(answer, name):
    evidence = Evidence.objects.create(
        organization=answer.organization,
        workload=answer.assessment.workload,
        name=name,
        size=1,
        content_type="image/png",
        sha256="a" * 64,
        file="x",
    )
    return EvidenceLink.objects.create(organization=answer.organization, answer=answer, evidence=evidence)


def pack(case):
    return Snapshot.objects.create(
        organization=case.workload.organization, assessment=case.assessment, edition="x", data={}, sha256="c" * 64
    )


def test_without_a_pack_before_everything_is_new(entered, answer, world):
    save(answer, 1, AnswerStatus.NOT_SURE, world.cai)

    changes = changes_of(entered.assessment)

    assert (changes["since"], changes["more"]) == ("", 0)
    (one,) = changes["entries"]
    assert (one["key"], one["before"], one["status"]) == ("ARC-001", "not_started", "not_sure")
    assert one["by"] == str(world.cai.user)


def test_saving_as_one_types_is_one_change(entered, answer, world):
    for version, status in enumerate([AnswerStatus.NOT_SURE, AnswerStatus.NOT_SURE, AnswerStatus.MET], 1):
        save(answer, version, status, world.cai)

    (one,) = changes_of(entered.assessment)["entries"]

    assert (one["before"], one["status"], one["times"]) == ("not_started", "met", 3)


def test_another_person_is_another_change(entered, answer, world):
    save(answer, 1, AnswerStatus.MET, world.cai)
    save(answer, 2, AnswerStatus.NOT_MET, world.ada)

    newest, oldest = changes_of(entered.assessment)["entries"]

    assert (oldest["before"], oldest["status"]) == ("not_started", "met")
    assert (newest["before"], newest["status"], newest["by"]) == ("met", "not_met", str(world.ada.user))


def test_only_what_came_after_the_last_pack_counts(entered, answer, world):
    save(answer, 1, AnswerStatus.MET, world.cai)
    attach(answer, "before.png")
    last = pack(entered)
    save(answer, 2, AnswerStatus.NOT_MET, world.cai)
    attach(answer, "after.png")

    changes = changes_of(entered.assessment)

    assert changes["since_sha256"] == last.sha256
    assert [(one["what"], one["before"], one["status"], one["file"]) for one in changes["entries"]] in (
        [("attached", "", "", "after.png"), ("answer", "met", "not_met", "")],
        [("answer", "met", "not_met", ""), ("attached", "", "", "after.png")],
    )


def test_a_file_taken_off_is_a_change(entered, answer, world):
    link = attach(answer, "old.png")
    pack(entered)
    EvidenceLink.objects.filter(pk=link.pk).update(removed_at=timezone.now(), removed_by=world.cai.user)

    (one,) = changes_of(entered.assessment)["entries"]

    assert (one["what"], one["file"], one["by"]) == ("removed", "old.png", str(world.cai.user))


def test_a_long_history_is_cut_and_says_so(entered, answer, world, monkeypatch):
    monkeypatch.setattr("assessments.reports.snapshot.changes.MOST", 1)
    save(answer, 1, AnswerStatus.MET, world.cai)
    save(answer, 2, AnswerStatus.NOT_MET, world.ada)

    changes = changes_of(entered.assessment)

    assert (len(changes["entries"]), changes["more"]) == (1, 1)


def test_it_asks_the_database_three_questions(entered, answer, world, django_assert_num_queries):
    for version in range(1, 12):
        save(answer, version, AnswerStatus.MET, world.cai)

    with django_assert_num_queries(3):
        changes_of(entered.assessment)
