"""What scans can and cannot say, for whoever wants to know before answering."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.selectors.coverage import coverage_table
from ftrportal.organizations.http import MemberRequest


@require_GET
def coverage(request: MemberRequest) -> HttpResponse:
    """The same table for everybody."""
    return render(request, "assessments/coverage.html", {"sections": coverage_table()})
