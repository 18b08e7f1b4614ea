"""Making a report keeps its lease to the end. Rows are committed: the lease is renewed by a thread."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from assessments.models import Report, ReportKind
from assessments.services.rendering import make_report, sweep_reports
from assessments.services.reports import request_report
from ftrportal.common.database.tenancy import organization_context

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bucket_that_takes_long_costs_no_lease(world, case, settings, monkeypatch):
    settings.LEASE_SECONDS, settings.HEARTBEAT_SECONDS = 1, 0.2
    with organization_context(world.acme.pk):
        report = request_report(assessment=case.assessment, actor=world.cai.user, kind=ReportKind.PLAN_CSV)
        Report.objects.update(sent_at=timezone.now() + timedelta(hours=1))
    save, swept = InMemoryStorage._save, []

    def slow(self, name, content):
        time.sleep(1.5)
        swept.append(sweep_reports())  # as beat does it meanwhile
        return save(self, name, content)

    monkeypatch.setattr(InMemoryStorage, "_save", slow)
    make_report(world.acme.pk, report.pk)

    with organization_context(world.acme.pk):
        report.refresh_from_db()
    assert swept == [[]]
    assert (report.status, report.attempt) == ("finished", 1)
