"""A workload with its assessment in Acme, one of Other, and rows as a finished scan leaves them."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.catalog.load import load_edition
from assessments.models import Assessment, Workload
from assessments.services.workloads import AccountDraft, WorkloadDraft, create_workload
from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection, ConnectionStatus, Finding, ScanRun

PRODUCTION = "111122223333"


@dataclass
class Case:
    """Acme's workload and its assessment; addresses are built by `url`."""

    workload: Workload
    assessment: Assessment

    @property
    def edition(self):
        return load_edition(self.assessment.edition)

    def requirement(self, key):
        return self.edition.by_name[key]

    def url(self, name, *args):
        return reverse(f"assessments:{name}", args=[self.workload.organization.slug, self.workload.pk, *args])


def make_case(member, *, name="Ledger", **facts) -> Case:
    with organization_context(member.organization_id):
        draft = WorkloadDraft(name=name, accounts=(AccountDraft(PRODUCTION, "prod"),), **facts)
        workload = create_workload(organization=member.organization, actor=member.user, draft=draft)
        assessment = Assessment.objects.select_related("workload").get(workload=workload)
    assessment.organization = assessment.workload.organization = member.organization
    return Case(assessment.workload, assessment)


@pytest.fixture
def own_queries():
    """How many queries a page makes itself: sign-in, tenant and savepoints, the same for every page, are left out."""

    @contextmanager
    def at_most(limit):
        with CaptureQueriesContext(connection) as captured:
            yield
        ours = [query["sql"] for query in captured if '"assessments_' in query["sql"] or '"scanners_' in query["sql"]]
        assert len(ours) <= limit, "\n".join(ours)

    return at_most


@pytest.fixture
def case(world) -> Case:
    return make_case(world.cai)


@pytest.fixture
def theirs(world) -> Case:
    return make_case(world.cleo, name="Theirs")


@pytest.fixture
def scanned(case):
    """Call it with outcomes by check id: each call is one more finished scan of the production account."""

    def finish(**outcomes):
        organization = case.workload.organization
        with organization_context(organization.pk):
            door, _ = Connection.objects.get_or_create(
                organization=organization,
                account_id=PRODUCTION,
                defaults={"status": ConnectionStatus.ACTIVE, "role_name": f"FtrPortal-{uuid.uuid4().hex[:8]}"},
            )
            run = ScanRun.objects.create(
                organization=organization, connection=door, status="finished", finished_at=timezone.now()
            )
            for check_id, listed in outcomes.items():
                for number, outcome in enumerate([listed] if isinstance(listed, str) else listed):
                    Finding.objects.create(
                        organization=organization,
                        run=run,
                        check_id=check_id,
                        outcome=outcome,
                        severity="high",
                        weight="decisive",
                        account_id=PRODUCTION,
                        resource=f"arn:aws:iam::{PRODUCTION}:thing/{number}",
                        message=f"Thing {number} says {outcome}.",
                    )
        return run

    return finish
