"""The data stores of an account: seeing them, saying what they hold, the same as a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from ftrportal.common.web.htmx import is_htmx, partial
from ftrportal.organizations.http import MemberRequest
from ftrportal.organizations.models import Role
from scanners import access
from scanners.forms.stores import ClassifyForm, StoreFileForm, StoreFilterForm
from scanners.messages import describe
from scanners.models import Connection
from scanners.selectors.declarations.declared import waits_for_judging
from scanners.selectors.declarations.stores import AccountStores, account_stores, chosen, store_page
from scanners.services.declarations import store_file
from scanners.services.declarations.declaring import classify_stores

STOP_POLLING = 286  # htmx ends a polling trigger on this status


@require_GET
def store_list(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Every data store the latest scan saw, with what is said of it."""
    connection = access.get_connection(request.membership, connection_id)
    context = _context(request, connection, account_stores(connection))
    if is_htmx(request):
        return partial(request, "scanners/partials/store_table.html", **context)
    return render(request, "scanners/store_list.html", context)


@require_POST
def store_classify(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Say the same of many stores: those ticked, or all that the filter in the address shows."""
    connection = access.get_connection(request.membership, connection_id, need=Role.CONTRIBUTOR)
    stores = account_stores(connection)
    known = {row.arn for row in stores.rows}
    ticked = [arn for arn in request.POST.getlist("arn") if arn in known]
    form = ClassifyForm(request.POST, arns=ticked)
    if not form.is_valid():
        context = _context(request, connection, stores, classify_form=form, ticked=ticked)
        return render(request, "scanners/store_list.html", context, status=422)
    if form.cleaned_data["which"] == "filter":
        filters = StoreFilterForm(request.GET, stores=stores).filters()
        ticked = [row.arn for row in chosen(stores, filters)]
    count = classify_stores(connection=connection, actor=request.user, changes=form.changes(ticked))
    _say_saved(request, count)
    return redirect(f"{_url(request, connection)}?{request.GET.urlencode()}".rstrip("?"))


@require_GET
def store_export(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """The list as CSV."""
    connection = access.get_connection(request.membership, connection_id)
    content = store_file.written(account_stores(connection).rows)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="data-stores-{connection.account_id}.csv"'
    return response


@require_POST
def store_import(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """Take the list back, wholly or not at all."""
    connection = access.get_connection(request.membership, connection_id, need=Role.CONTRIBUTOR)
    stores = account_stores(connection)
    form = StoreFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            changes = store_file.read(form.cleaned_data["file"], {row.arn for row in stores.rows})
        except store_file.StoreFileRefused as refused:
            form.add_error(
                "file", ["Nothing was saved. Correct these lines and upload the file again.", *refused.problems]
            )
        else:
            _say_saved(request, classify_stores(connection=connection, actor=request.user, changes=changes))
            return redirect(_url(request, connection))
    return render(
        request, "scanners/store_list.html", _context(request, connection, stores, file_form=form), status=422
    )


@require_GET
def judging_status(request: MemberRequest, connection_id: UUID) -> HttpResponse:
    """What a page asks for while the latest scan is judged again; it is loaded anew when that is done."""
    connection = access.get_connection(request.membership, connection_id)
    if not is_htmx(request):
        return redirect(_url(request, connection))
    if waits_for_judging(connection):
        return HttpResponse(status=204)
    return HttpResponse(status=STOP_POLLING, headers={"HX-Refresh": "true"})


def _context(
    request: HttpRequest,
    connection: Connection,
    stores: AccountStores,
    *,
    classify_form: ClassifyForm | None = None,
    file_form: StoreFileForm | None = None,
    ticked: list[str] | None = None,
) -> dict[str, Any]:
    form = StoreFilterForm(request.GET, stores=stores)
    filters = form.filters()
    rows = chosen(stores, filters)
    kept = {name: value for name in form.fields if (value := getattr(filters, name))}
    return {
        "connection": connection,
        "stores": stores,
        "form": form,
        "page": store_page(rows, request.GET.get("page", "1")),
        "query": urlencode(kept),
        "is_filtered": bool(kept),
        "classify_form": classify_form or ClassifyForm(),
        "file_form": file_form or StoreFileForm(),
        "ticked": ticked or [],
        "problem": describe(stores.problem) if stores.problem else None,
    }


def _say_saved(request: HttpRequest, count: int) -> None:
    if count:
        stores = "1 store is" if count == 1 else f"{count} stores are"
        messages.success(request, f"{stores} saved. The latest scan is being re-evaluated.")
    else:
        messages.info(request, "All of that was said already, so nothing changed.")


def _url(request: MemberRequest, connection: Connection) -> str:
    return reverse("scanners:store_list", args=[request.membership.organization.slug, connection.pk])
