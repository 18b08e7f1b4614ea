"""The table of what scans cover: in the product, on the terminal, in the documents."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from assessments.catalog.load import current_edition
from assessments.selectors.coverage import CoveredRequirement, coverage_table
from assessments.selectors.coverage_text import coverage_markdown
from scanners.public import check_ids


def rows() -> dict[str, CoveredRequirement]:
    return {one.requirement.key: one for section in coverage_table() for one in section.requirements}


def test_every_requirement_and_every_check_is_in_the_table():
    found = rows()

    assert list(found) == [one.key for one in current_edition().requirements]
    assert {check.id for one in found.values() for check in one.checks} == check_ids()


def test_a_check_comes_with_its_calls_and_their_permissions():
    root = rows()["ARC-003"]

    assert "root_mfa_enabled" in [check.id for check in root.checks]
    assert "iam:GetAccountSummary" in root.actions
    assert ("iam", "GetAccountSummary") in [(call.service, call.operation) for call in root.calls]


def test_a_requirement_without_a_check_names_the_evidence_a_person_brings():
    section = coverage_table()[0]
    bare = CoveredRequirement(section.requirements[0].requirement, (), (), ("no_such_check",))

    text = coverage_markdown([type(section)(section.section, (bare,))])

    assert "Provide this evidence:" in text
    assert bare.requirement.evidence[0] in text
    assert "no_such_check" in text


def test_the_document_is_what_the_command_prints():
    printed = io.StringIO()
    call_command("coverage", stdout=printed)

    written = (Path(settings.BASE_DIR) / "docs" / "coverage.md").read_text(encoding="utf-8")

    assert printed.getvalue() == written, "run: manage.py coverage --write"


def test_anybody_of_the_organization_reads_the_page(world, django_assert_max_num_queries):
    client = world.client(world.ben)
    address = reverse("assessments:coverage", args=[world.acme.slug])

    with django_assert_max_num_queries(15):
        page = client.get(address)

    assert page.status_code == 200
    text = page.content.decode()
    assert "root_mfa_enabled" in text
    assert "iam:GetAccountSummary" in text
    assert all(one.key in text for one in current_edition().requirements)


def test_another_organization_and_strangers_do_not(world, client):
    address = reverse("assessments:coverage", args=[world.acme.slug])

    assert world.client(world.cleo).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert world.client(world.ada).post(address).status_code == 405
