"""Opens the transaction of a request and enters the organization its address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from ftrportal.common.database.tenancy import enter_organization, enter_user
from ftrportal.organizations.access import get_membership


class TenantMiddleware:
    """Sets `request.membership` for addresses with an `organization_slug`, and takes that argument from the view.

    An organization that does not exist and one the user does not belong to are the same 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            if request.user.is_authenticated:
                enter_user(request.user.pk)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        slug = kwargs.pop("organization_slug", None)
        if slug is None or not request.user.is_authenticated:
            return
        membership = get_membership(request.user, slug)
        enter_organization(membership.organization_id)
        structlog.contextvars.bind_contextvars(organization=str(membership.organization_id))
        request.membership = membership  # type: ignore[attr-defined]
