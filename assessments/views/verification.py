"""Public: is this ZIP pack as this portal made it?"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from assessments.reports.zip.signing import NoSigningKeyError, public_key_pem
from assessments.reports.zip.verification import verify
from ftrportal.common.text.sizes import readable_size
from ftrportal.common.web.rates import spend

PER_MINUTE = 20


@login_not_required
@require_http_methods(["GET", "POST"])
def pack_verify(request: HttpRequest) -> HttpResponse:
    """A form for a pack, and what became of it. Nothing is kept."""
    try:
        context = {"public_key": public_key_pem(), "limit": settings.VERIFY_MAX_BYTES}
        uploaded = request.FILES.get("pack")
        if request.method != "POST":
            return render(request, "assessments/pack_verify.html", context)
        if not spend("verify", get_adapter(request).get_client_ip(request), limit=PER_MINUTE, seconds=60):
            context["problem"] = "Too many requests from your IP address. Try again in a minute."
            return render(request, "assessments/pack_verify.html", context, status=429)
        if uploaded is None or (uploaded.size or 0) > settings.VERIFY_MAX_BYTES:
            context["problem"] = f"Choose one ZIP file of up to {readable_size(settings.VERIFY_MAX_BYTES)}."
            return render(request, "assessments/pack_verify.html", context, status=422)
        context |= {"verdict": verify(uploaded), "file_name": uploaded.name}
        return render(request, "assessments/pack_verify.html", context)
    except NoSigningKeyError:
        raise Http404 from None


@login_not_required
@require_GET
def pack_public_key(request: HttpRequest) -> HttpResponse:
    """The key as a file, for those who check by themselves."""
    try:
        return HttpResponse(public_key_pem(), content_type="application/x-pem-file")
    except NoSigningKeyError:
        raise Http404 from None
