"""Answering htmx: the partial a page includes is the file its endpoint returns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def partial(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render one partial for htmx to swap in."""
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asked; without it the same address answers with a whole page or a redirect."""
    return bool(getattr(request, "htmx", False))
