"""The second wall: PostgreSQL itself, asked as the role the portal serves with."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from assessments.models import Assessment, Workload
from ftrportal.audit.record import record
from ftrportal.common.database.runtime_role import role_problems
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Membership, Organization
from scanners.models import Connection


@pytest.fixture
def foreign_workload(world):
    with organization_context(world.other.pk):
        return Workload.objects.create(organization=world.other, name="Theirs")


@pytest.mark.django_db
def test_tests_run_as_the_role_production_serves_with():
    assert role_problems() == []


def test_rows_of_another_organization_cannot_be_read(world, foreign_workload):
    with organization_context(world.acme.pk):
        assert not Workload.objects.filter(pk=foreign_workload.pk).exists()


def test_without_an_organization_nothing_can_be_read(world, foreign_workload):
    assert Workload.objects.count() == 0
    assert Organization.objects.count() == 0
    assert Membership.objects.count() == 0


def test_nothing_is_carried_over_after_the_context_ends(world, foreign_workload):
    with organization_context(world.other.pk):
        assert Workload.objects.count() == 1

    assert Workload.objects.count() == 0


def test_rows_of_another_organization_cannot_be_changed_or_removed(world, foreign_workload):
    with organization_context(world.acme.pk):
        assert Workload.objects.filter(pk=foreign_workload.pk).update(name="Mine now") == 0
        assert Workload.objects.filter(pk=foreign_workload.pk).delete()[0] == 0

    with organization_context(world.other.pk):
        assert Workload.objects.get().name == "Theirs"


def test_a_row_cannot_be_written_for_another_organization(world):
    with pytest.raises(ProgrammingError, match="row-level security"), organization_context(world.acme.pk):
        Workload.objects.create(organization=world.other, name="Planted")


def test_a_row_cannot_be_moved_to_another_organization(world):
    with organization_context(world.acme.pk):
        workload = Workload.objects.create(organization=world.acme, name="Ours")

    with pytest.raises(ProgrammingError, match="row-level security"), organization_context(world.acme.pk):
        Workload.objects.filter(pk=workload.pk).update(organization=world.other)


def test_a_row_cannot_reference_another_organizations_row(world, foreign_workload):
    with pytest.raises(IntegrityError, match="tenant_fk"), organization_context(world.acme.pk):  # noqa: PT012
        Assessment.objects.create(organization=world.acme, workload_id=foreign_workload.pk, edition="x")
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_audit_trail_cannot_be_changed_or_removed(world):
    with organization_context(world.acme.pk):
        entry = record("test.done", organization=world.acme, actor=world.ada.user, target=world.acme)

    for change in ("UPDATE audit_auditentry SET action = 'other'", "DELETE FROM audit_auditentry"):
        with pytest.raises(ProgrammingError, match="permission denied"), organization_context(world.acme.pk):
            connection.cursor().execute(change)
    with organization_context(world.acme.pk):
        entry.refresh_from_db()
        assert entry.action == "test.done"


def test_the_external_id_never_changes(world):
    with organization_context(world.acme.pk):
        row = Connection.objects.create(organization=world.acme, account_id="111122223333", role_name="FtrPortal-1")
        before = row.external_id

    with pytest.raises(IntegrityError, match="never changes"), organization_context(world.acme.pk):
        connection.cursor().execute("UPDATE scanners_connection SET external_id = %s", [uuid.uuid4()])
    with organization_context(world.acme.pk):
        row.refresh_from_db()
        assert row.external_id == before


@pytest.mark.parametrize(
    "statement", ["TRUNCATE assessments_workload", "SET ROLE ftr_owner", "CREATE TABLE mine (id int)"]
)
def test_the_role_cannot_do_what_only_the_owner_may(world, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
