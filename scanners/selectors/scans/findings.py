"""Findings of one scan, filtered and in pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q

from scanners.engine.checks.registry import all_checks
from scanners.models import Finding, ScanRun
from scanners.public_types import FindingView
from scanners.selectors.connections.accounts import finding_view
from scanners.selectors.scans.exceptions import exceptions_in, with_exception
from scanners.selectors.scans.order import outcome_rank, severity_rank

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; empty means all."""

    outcome: str = ""
    severity: str = ""
    check: str = ""
    region: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a scan's findings can be filtered by: (value, label) pairs."""

    checks: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, str], ...]


def finding_page(run: ScanRun, filters: Filters, number: str) -> tuple[Page[Finding], list[FindingView]]:
    """One page of the findings, worst first, and their views. Three queries."""
    rows = Finding.objects.for_organization(run.organization).filter(_condition(filters), run=run)
    ordered = rows.order_by(outcome_rank(), severity_rank(), "check_id", "region", "resource", "id")
    page = Paginator(ordered, PAGE_SIZE).get_page(number)
    accepted = exceptions_in(run.organization, [run.connection.account_id])
    return page, [with_exception(finding_view(row, run), accepted) for row in page.object_list]


def choices(run: ScanRun) -> Choices:
    """Checks and regions that occur. One query."""
    rows = Finding.objects.for_organization(run.organization).filter(run=run).order_by()
    pairs = set(rows.values_list("check_id", "region").distinct())
    titles = {check_id: _title(check_id) for check_id, _ in pairs}
    regions = sorted({region for _, region in pairs if region})
    return Choices(
        checks=tuple(sorted(titles.items(), key=lambda pair: pair[1].lower())),
        regions=tuple((region, region) for region in regions),
    )


def _condition(filters: Filters) -> Q:
    condition = Q()
    for field, value in (
        ("outcome", filters.outcome),
        ("severity", filters.severity),
        ("check_id", filters.check),
        ("region", filters.region),
    ):
        if value:
            condition &= Q(**{field: value})
    if filters.text:
        condition &= Q(resource__icontains=filters.text) | Q(message__icontains=filters.text)
    return condition


def _title(check_id: str) -> str:
    check = all_checks().get(check_id)
    return check.title if check else check_id
