"""Beside a finding stands on whose word it rests, or where somebody can say what is missing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.engine.checks.registry import all_checks
from scanners.engine.scope import Declarations
from scanners.models import Finding
from scanners.public import DeclaredValue, declare
from scanners.selectors.declarations.uses import DECLARED_FACTS, facts_read_by
from scanners.services.declarations.declaring import StoreChange, classify_stores
from tests.scanners.fact_builders import bucket, report, row, s3_facts
from tests.scanners.stored_scans import scan_of

HERE = "111111111111"


@pytest.fixture
def connection(world, scans):
    return scans.connection(world.acme, HERE)


def page_of(world, run, check_id, person=None):
    with organization_context(world.acme.pk):
        finding = Finding.objects.filter(run=run, check_id=check_id).first()
    return (
        world.client(person or world.ben)
        .get(reverse("scanners:finding_detail", args=[world.acme.slug, finding.pk]))
        .text
    )


@pytest.mark.django_db
def test_what_is_missing_is_named_with_the_place_where_it_is_asked(world, connection):
    run = scan_of(connection, report(row("ada", password_enabled=True)))

    text = page_of(world, run, "shared_users_suspected")

    assert "IAM users that belong to one person" in text
    assert "Not declared, or expired" in text
    place = reverse("assessments:declaration_place", args=[world.acme.slug])
    assert f"{place}?account={HERE}&amp;fact=person_user_names" in text


@pytest.mark.django_db
def test_who_said_it_when_and_where_stands_beside_the_finding(world, connection):
    users = {"names": [{"name": "ada", "until": None}], "not": []}
    value = DeclaredValue(users, "IAM-004", "Cai <script>", timezone.now())
    with organization_context(world.acme.pk):
        declare(
            organization=world.acme,
            actor=None,
            source="workload:1",
            source_name="Shop",
            accounts={HERE: {"person_user_names": value}},
        )
    run = scan_of(connection, report(row("ada", password_enabled=True)))

    text = page_of(world, run, "shared_users_suspected")

    assert "By Cai &lt;script&gt; on" in text
    assert "for Shop in IAM-004" in text
    assert "Results are being updated" in text


@pytest.mark.django_db
def test_a_store_shows_its_classification(world, connection):
    with organization_context(world.acme.pk):
        change = StoreChange("arn:aws:s3:::data", role="cache", is_sensitive="no")
        classify_stores(connection=connection, actor=world.cai.user, changes=[change])
    run = scan_of(connection, s3_facts(bucket("data")))

    text = page_of(world, run, "s3_data_protected")

    assert "Cache, not sensitive" in text
    assert f"{reverse('scanners:store_list', args=[world.acme.slug, connection.pk])}?text=arn%3Aaws%3As3" in text


@pytest.mark.django_db
def test_a_check_that_reads_no_declaration_shows_none(world, connection):
    run = scan_of(connection, report(row("ada")))

    assert "Declarations" not in page_of(world, run, "access_keys_rotated")


def test_every_declared_fact_has_words_and_a_check_that_reads_it():
    read = {name for check_id in all_checks() for name in facts_read_by(check_id)}

    assert set(DECLARED_FACTS) == set(Declarations.__dataclass_fields__) == read


def test_facts_are_found_through_the_private_modules_of_checks():
    assert facts_read_by("wa_review_recorded_in_last_year") == ("reviewed_workloads",)
    assert facts_read_by("rds_encrypted") == ("stores",)
    assert facts_read_by("root_mfa_enabled") == ()
    assert facts_read_by("no_such_check") == ()
