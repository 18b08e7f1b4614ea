"""A workload comes with its assessment, or not at all."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from assessments.models import Assessment, Workload, WorkloadAccount
from assessments.services.workloads import AccountDraft, WorkloadDraft, create_workload, update_workload
from ftrportal.common.database.tenancy import organization_context


def test_a_new_workload_has_an_assessment_of_the_current_edition(world, case):
    with organization_context(world.acme.pk):
        assessment = Assessment.objects.get(workload=case.workload)
        assert assessment.edition == "ftr-2021"


def test_if_the_assessment_fails_there_is_no_workload(world, monkeypatch):
    def broken(**_values):
        raise DatabaseError

    monkeypatch.setattr(Assessment.objects, "create", broken)

    with pytest.raises(DatabaseError), organization_context(world.acme.pk):
        create_workload(organization=world.acme, actor=world.cai.user, draft=WorkloadDraft(name="Half"))
    with organization_context(world.acme.pk):
        assert not Workload.objects.filter(name="Half").exists()


def test_an_edit_replaces_the_accounts(world, case):
    accounts = (AccountDraft("444455556666", "new"), AccountDraft("111122223333", "kept", is_production=False))
    with organization_context(world.acme.pk):
        draft = WorkloadDraft(name="Ledger", handles_phi=True, accounts=accounts)
        update_workload(workload=case.workload, actor=world.cai.user, draft=draft)

        rows = WorkloadAccount.objects.filter(workload=case.workload).values_list(
            "account_id", "label", "is_production"
        )
        assert list(rows) == [("111122223333", "kept", False), ("444455556666", "new", True)]

        update_workload(workload=case.workload, actor=world.cai.user, draft=WorkloadDraft(name="Ledger"))
        assert not WorkloadAccount.objects.filter(workload=case.workload).exists()
