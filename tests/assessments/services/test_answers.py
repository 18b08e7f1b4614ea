"""Saving answers: versions, conflicts, what is kept when a part cannot be read."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from assessments.models import Answer, AnswerRevision, Assessment
from assessments.services.answers import AnswerDraft, StaleAnswerError, save_answer
from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
from tests.assessments.conftest import make_case
from tests.world import make_world


def draft(status="met", response="We do.", reason="", fields=None, keep=()):
    return AnswerDraft(status, response, reason, fields or {}, frozenset(keep))


@pytest.fixture
def save(case, world):
    def _save(given, *, base=0, actor=None):
        with organization_context(world.acme.pk):
            return save_answer(
                assessment=case.assessment,
                requirement_key="ARC-003",
                actor=actor or world.cai.user,
                base_version=base,
                draft=given,
            )

    return _save


def test_each_save_is_a_version_with_a_revision_and_an_audit_entry(world, save):
    save(draft(response="one"))
    answer = save(draft(response="two"), base=1)

    assert (answer.version, answer.response, answer.updated_by) == (2, "two", world.cai.user)
    with organization_context(world.acme.pk):
        assert [row.response for row in AnswerRevision.objects.filter(answer=answer)] == ["two", "one"]
        entry = AuditEntry.objects.filter(action="answer.saved").first()
        assert entry.data["changed"] == ["response"]
        assert "two" not in str(entry.data)


def test_a_save_based_on_an_older_version_writes_nothing(world, save):
    save(draft(response="theirs"))

    with pytest.raises(StaleAnswerError) as stale:
        save(draft(response="mine"), base=0)

    assert stale.value.current.response == "theirs"
    with organization_context(world.acme.pk):
        assert Answer.objects.get().response == "theirs"
        assert AnswerRevision.objects.count() == 1


def test_the_same_save_sent_twice_is_one_version_and_no_conflict(save):
    save(draft())

    assert save(draft(), base=0).version == 1


def test_not_applicable_without_a_reason_keeps_the_old_status_and_the_new_text(save):
    save(draft(status="met"))
    answer = save(draft(status="not_applicable", response="new text"), base=1)

    assert (answer.status, answer.response) == ("met", "new text")


def test_the_reason_cannot_be_wiped_while_the_status_rests_on_it(save):
    save(draft(status="not_applicable", reason="No such thing here"))
    answer = save(draft(status="not_applicable", reason="  ", response="x"), base=1)

    assert (answer.status, answer.not_applicable_reason) == ("not_applicable", "No such thing here")


def test_fields_that_could_not_be_read_keep_their_stored_value(save):
    save(draft(fields={"mfa_kind": "virtual", "other": 1}))
    answer = save(draft(fields={}, keep=["mfa_kind"]), base=1)

    assert answer.fields == {"mfa_kind": "virtual"}


def test_what_is_left_out_of_a_draft_stays(save):
    save(draft(status="not_met", response="kept"))
    answer = save(AnswerDraft(None, None, None, {"mfa_kind": "none"}), base=1)

    assert (answer.status, answer.response, answer.fields) == ("not_met", "kept", {"mfa_kind": "none"})


@pytest.mark.django_db(transaction=True)
def test_of_two_people_saving_at_once_one_gets_a_conflict():
    world = make_world()
    case = make_case(world.cai)
    outcomes, start = [], threading.Barrier(2)

    def person(member, text):
        start.wait()
        try:
            with organization_context(world.acme.pk):
                assessment = Assessment.objects.select_related("workload").get(pk=case.assessment.pk)
                assessment.organization = world.acme
                save_answer(
                    assessment=assessment,
                    requirement_key="ARC-003",
                    actor=member.user,
                    base_version=0,
                    draft=draft(response=text),
                )
            outcomes.append("saved")
        except StaleAnswerError:
            outcomes.append("conflict")
        finally:
            connection.close()

    people = [threading.Thread(target=person, args=pair) for pair in [(world.cai, "a"), (world.ada, "b")]]
    for one in people:
        one.start()
    for one in people:
        one.join()

    assert sorted(outcomes) == ["conflict", "saved"]
    with organization_context(world.acme.pk):
        assert Answer.objects.get().version == 1
        assert AnswerRevision.objects.count() == 1
