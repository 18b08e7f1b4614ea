"""A finished scan of given facts, stored and judged as a worker does it, without asking any AWS."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from ftrportal.common.database.tenancy import organization_context
from scanners.engine.facts.regional import Regional
from scanners.engine.run import ScanResult, judge
from scanners.engine.scope import Scope
from scanners.models import Connection, Finding, ScanRun
from scanners.selectors.declarations.declared import declared_about
from scanners.services.declarations.management_contacts import speaks_for
from scanners.services.scans.results import facts_bytes, findings_of


def scan_of(connection: Connection, *facts: object, seen_at: datetime | None = None, **columns) -> ScanRun:
    """The row of a finished scan with its facts and findings."""
    by_kind = {_kind(fact): fact for fact in facts}
    with organization_context(connection.organization_id):
        connection = Connection.objects.select_related("organization").get(pk=connection.pk)
        declared = declared_about(connection)
        scope = Scope(connection.account_id, "aws", seen_at or datetime.now(UTC), ("eu-west-1",))
        scope = declared.declarations.added_to(scope)
        result = ScanResult(scope=scope, facts=by_kind, verdicts=judge(by_kind, scope), calls={}, unreadable=())
        content = facts_bytes(result)
        values = {
            "status": "finished",
            "started_at": timezone.now(),
            "finished_at": timezone.now(),
            "facts_file": default_storage.save("scans/test.json.gz", ContentFile(content)),
            "facts_sha256": hashlib.sha256(content).hexdigest(),
            "declared": declared.basis,
            "speaks_for": speaks_for(by_kind, connection.account_id),
            **columns,
        }
        run = ScanRun.objects.create(organization=connection.organization, connection=connection, **values)
        Finding.objects.bulk_create(findings_of(run, result))
    return run


def outcomes_of(run: ScanRun, check_id: str) -> dict[str, str]:
    """What the check says now, by the last part of the resource."""
    with organization_context(run.organization_id):
        rows = Finding.objects.filter(run_id=run.pk, check_id=check_id).values_list("resource", "outcome")
        return {resource.rpartition(":")[2]: outcome for resource, outcome in rows}


def _kind(fact: object) -> type:
    """A regional fact goes by what its regions hold."""
    return next(type(one) for _, one in fact.known()) if isinstance(fact, Regional) else type(fact)
