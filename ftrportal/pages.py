"""Pages that belong to no app: health and errors. Error pages tell no path, version or setting."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from ftrportal.common.text.articles import with_article
from ftrportal.version import VERSION


@login_not_required
def health(request: HttpRequest) -> JsonResponse:
    """For load balancers: answers only when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "version": VERSION})


def _error(request: HttpRequest, status: int, title: str, advice: str) -> HttpResponse:
    return render(request, "error.html", {"status": status, "title": title, "advice": advice}, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400, "Invalid request", "Go back, check what you entered and submit it again.")


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    membership = getattr(request, "membership", None)
    role = f" You are {with_article(membership.get_role_display())}." if membership is not None else ""
    advice = f"Your role in this organization does not allow this action.{role} An admin or owner can change your role."
    return _error(request, 403, "Access denied", advice)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    advice = "The page may have been removed, or it belongs to an organization that you are not a member of."
    return _error(request, 404, "Page not found", advice)


def say_what_is_not_allowed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware. Django's 405 has no body: whoever opens a form's address would see the browser's own error."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.streaming or response.content:
            return response
        advice = "This address only receives a form. Go back to the page with the form and submit it there."
        page = _error(request, 405, "This page cannot be opened directly", advice)
        page["Allow"] = response["Allow"]
        return page

    return middleware


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    advice = "The error was logged. Your saved data is not affected. Try again in a minute."
    context = {"status": 500, "title": "Internal error", "advice": advice}
    # Without the request no context processor runs: whatever broke, database or session, is not asked again.
    return HttpResponse(render_to_string("error.html", context), status=500)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    advice = (
        "The page was open for too long or in another session. "
        "Go back and copy what you entered, then reload the page and submit it again."
    )
    return _error(request, 403, "This page has expired", advice)
