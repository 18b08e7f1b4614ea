"""Stores facts and findings of a scan, sanitized because they come from the scanned account."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from ftrportal.audit.record import record
from ftrportal.common.database.tenancy import organization_context
from ftrportal.common.jobs import leases
from ftrportal.common.jobs.leases import JobStatus, LeaseLost
from ftrportal.common.text.storable import clean, clean_json
from scanners.engine.checks.registry import all_checks
from scanners.engine.checks.verdicts import Outcome, Verdict
from scanners.engine.facts.serialize import facts_to_text
from scanners.engine.gaps import Unreadable
from scanners.engine.run import ScanResult
from scanners.models import Finding, ScanRun
from scanners.selectors.declarations.complete_trails import COMPLETE_TRAIL_FINDING, complete_trails
from scanners.services.declarations.due import declared_anew
from scanners.services.declarations.management_contacts import speaks_for

RESOURCE_LENGTH = 600
_DIGEST_LENGTH = 12
_COMPRESSION = 6  # a third of the time of 9, for one percent more bytes
# Of two verdicts on one resource the worse one stays: nothing may hide behind a pass.
_WORST_FIRST = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.REVIEW, Outcome.PASS, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """Storage name and SHA-256 of stored facts."""

    name: str
    sha256: str


class FactsNotStored(Exception):
    """The storage rejected the facts."""


def store_facts(run: ScanRun, result: ScanResult) -> StoredFacts:
    """Store the facts as gzipped JSON. Raises FactsNotStored."""
    content = facts_bytes(result)
    try:
        name = default_storage.save(_facts_name(run), ContentFile(content))
    except OSError as error:
        raise FactsNotStored(type(error).__name__) from error
    return StoredFacts(name, hashlib.sha256(content).hexdigest())


def discard_facts(stored: StoredFacts | None) -> None:
    """Remove facts of a scan that is not kept."""
    if stored is not None:
        default_storage.delete(stored.name)


def store_result(run: ScanRun, result: ScanResult, *, stored: StoredFacts, progress: Mapping[str, Any]) -> None:
    """Store the findings and the final state at once. Raises LeaseLost, and then nothing is kept."""
    try:
        with organization_context(run.organization_id):
            spoke_for, trails_before = _spoke_for(run), _complete_trails_before(run)
            columns = _columns(result, stored)
            reason = "scan.out_of_time" if result.was_stopped else ""
            leases.end(run, JobStatus.FINISHED, reason=reason, **progress, **columns)
            if members := spoke_for ^ set(columns["speaks_for"]):
                declared_anew(run.organization, members)
            if trails_before != complete_trails(result.verdicts):
                declared_anew(run.organization)
            Finding.objects.filter(run_id=run.pk).delete()
            Finding.objects.bulk_create(findings_of(run, result), batch_size=500)
            account = run.connection.account_id
            record("scan.finished", organization=run.organization, actor=None, target=run, account=account)
    except LeaseLost:
        # Only then: after a commit whose answer was lost the file may belong to a finished scan.
        discard_facts(stored)
        raise


def facts_bytes(result: ScanResult) -> bytes:
    """Facts and scope as gzipped JSON, enough to judge again; the same facts give the same bytes."""
    scope = result.scope
    about = {
        "account_id": scope.account_id,
        "partition": scope.partition,
        "now": scope.now.isoformat(),
        "regions": list(scope.regions),
    }
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=_COMPRESSION, mtime=0) as packed:
        packed.write(f'{json.dumps(about)[:-1]}, "facts": {{'.encode("ascii"))
        for place, (name, text) in enumerate(facts_to_text(result.facts)):
            packed.write(f'{"," if place else ""}"{name}":{text}'.encode("ascii"))
        packed.write(b"}}")
    return target.getvalue()


def findings_of(run: ScanRun, result: ScanResult) -> list[Finding]:
    """One finding per check, region and resource."""
    chosen: dict[tuple[str, str, str], Finding] = {}
    for check_id, verdict in _verdicts(result):
        finding = _finding(run, result.scope.account_id, check_id, verdict)
        key = (finding.check_id, finding.region, finding.resource)
        if key not in chosen or _rank(finding) < _rank(chosen[key]):
            chosen[key] = finding
    return list(chosen.values())


def _verdicts(result: ScanResult) -> Iterator[tuple[str, Verdict]]:
    for check_id, verdicts in result.verdicts.items():
        for verdict in verdicts:
            yield check_id, verdict


def _finding(run: ScanRun, account_id: str, check_id: str, verdict: Verdict) -> Finding:
    check = all_checks()[check_id]
    return Finding(
        organization_id=run.organization_id,
        run_id=run.pk,
        check_id=check_id,
        outcome=verdict.outcome.value,
        severity=check.severity.value,
        weight=check.weight.value,
        account_id=account_id,
        region=clean(verdict.region)[:40],
        resource=_short_resource(clean(verdict.resource)),
        message=clean(verdict.message),
        reason=clean(verdict.reason)[:60],
        action=clean(verdict.action)[:120],
        evidence=clean_json(dict(verdict.evidence)),
    )


def _short_resource(resource: str) -> str:
    """A longer name ends in a digest of the whole, so that two of them stay two."""
    if len(resource) <= RESOURCE_LENGTH:
        return resource
    digest = hashlib.sha256(resource.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{resource[: RESOURCE_LENGTH - _DIGEST_LENGTH - 1]}#{digest}"


def _rank(finding: Finding) -> int:
    return _WORST_FIRST.index(Outcome(finding.outcome))


def _facts_name(run: ScanRun) -> str:
    """Random, so that no attempt ever writes over another's file."""
    return f"scans/{run.organization_id}/{run.pk}/{run.generation}-{secrets.token_hex(8)}.json.gz"


def _spoke_for(run: ScanRun) -> set[str]:
    """The members for whom the account's contacts spoke, as the scan before found."""
    rows = ScanRun.objects.filter(connection_id=run.connection_id, status=JobStatus.FINISHED)
    return set(rows.order_by("-finished_at", "id").values_list("speaks_for", flat=True).first() or ())


def _complete_trails_before(run: ScanRun) -> set[str]:
    """Organization trails that the scan before found complete: members' accounts are judged by them."""
    rows = ScanRun.objects.filter(connection_id=run.connection_id, status=JobStatus.FINISHED)
    latest = rows.order_by("-finished_at", "id").values_list("pk", flat=True).first()
    found = Finding.objects.filter(run_id=latest, **COMPLETE_TRAIL_FINDING)
    return set(found.values_list("resource", flat=True)) if latest else set()


def _columns(result: ScanResult, stored: StoredFacts) -> dict[str, Any]:
    return {
        "regions": list(result.regions),
        "calls": dict(result.calls),
        "unreadable": [clean_json(unreadable_row(gap)) for gap in result.unreadable],
        "speaks_for": speaks_for(result.facts, result.scope.account_id),
        "facts_file": stored.name,
        "facts_sha256": stored.sha256,
    }


def unreadable_row(gap: Unreadable) -> dict[str, Any]:
    """One gap as it is stored with the scan."""
    return {
        "fact": gap.fact,
        "region": gap.region,
        "action": gap.gap.action,
        "reason": gap.gap.reason.value,
        "detail": gap.gap.detail,
        "times": gap.times,
    }
