"""From an assessment in the database to a stored pack, through the real services and the real typesetter."""

from __future__ import annotations

import hashlib
import json

import pytest

from assessments.catalog.load import current_edition
from assessments.models import Answer
from assessments.reports.snapshot import freeze
from assessments.services import rendering
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs.leases import JobStatus
from tests.assessments.reports.stored_packs import BODY, ask, requirement_of, stored, take, text_of

# Real transactions: freezing sets an isolation level, which only the outermost transaction can.
pytestmark = pytest.mark.django_db(transaction=True)


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
            freeze.take(assessment, taken_by=None)


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
    assert freeze.digest(report.snapshot.data) == report.snapshot.sha256
