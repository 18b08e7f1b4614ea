"""The pages on which an account is connected."""

from __future__ import annotations

import json
from html import unescape

import pytest

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Connection
from scanners.onboarding import installation

HTMX = {"HX-Request": "true"}


@pytest.fixture
def amy(world):
    return world.client(world.amy)


@pytest.fixture
def draft(world, scans):
    return scans.connection(world.acme, "222233334444", status="draft", verified_at=None)


def only(world):
    with organization_context(world.acme.pk):
        return Connection.objects.get()


def text_of(response):
    return unescape(response.content.decode())


def test_connecting_leads_to_the_page_with_the_external_id_as_text(amy, world, url):
    response = amy.post(url("connection_create"), {"account_id": "111122223333", "name": "Production"}, follow=True)

    connection = only(world)
    page = text_of(response)
    assert connection.name == "Production"
    assert f'<code id="external-id">{connection.external_id}</code>' in page
    assert str(connection.external_id) not in "".join(part.split(">")[0] for part in page.split("<input")[1:])


@pytest.mark.parametrize("typed", ["1234-5678-9012", " 123456789012 ", "1234 5678 9012", "1234\u20115678\u00a09012"])
def test_separators_in_an_account_id_do_not_matter(amy, world, url, typed):
    amy.post(url("connection_create"), {"account_id": typed})

    assert only(world).account_id == "123456789012"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter "),
        ("12345678901", "12 digits; this has 11"),
        ("1234567890123", "12 digits; this has 13"),
        ("12345678901x", "digits only"),
        ("١٢٣٤٥٦٧٨٩٠١٢", "digits only"),
        ("１２３４５６７８９０１２", "digits only"),
        ("12345678901²", "digits only"),
        ("arn:aws:iam::111122223333:role/x", "This is an ARN"),
        ("1234567890\x0012", "digits only"),
        ("9" * 100, "12 digits; this has 100"),
        ("999900001111", "portal's own AWS account"),
        ("<script>", "digits only"),
    ],
)
def test_a_wrong_account_id_is_explained(amy, world, url, typed, said):
    response = amy.post(url("connection_create"), {"account_id": typed})

    assert response.status_code == 422
    assert said in text_of(response)
    assert "<script>" not in response.content.decode().replace("<script src", "")
    with organization_context(world.acme.pk):
        assert not Connection.objects.exists()


def test_an_account_that_is_connected_already_leads_to_its_connection(amy, url, draft):
    response = amy.post(url("connection_create"), {"account_id": draft.account_id})

    assert response.status_code == 422
    assert url("connection_detail", draft.pk) in response.content.decode()


SPELLINGS = [
    "external_id",
    "externalId",
    "ExternalId",
    "externalid",
    "external-id",
    "EXTERNAL_ID",
    "External_ID",
    "externalID",
    "sts:ExternalId",
    "param_ExternalId",
    "connection[external_id]",
    "external_id[]",
    "data.external_id",
]
WANTED = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_external_id_is_read_from_no_request(amy, world, url, spelling):
    extra = {spelling: WANTED, "role_name": "Mine", "partition": "aws-cn"}

    amy.post(f"{url('connection_create')}?{spelling}={WANTED}", {"account_id": "111122223333", **extra})
    connection = only(world)
    before = (connection.external_id, connection.role_name, connection.partition)
    for name in ("connection_verify", "connection_revoke"):
        amy.post(url(name, connection.pk), extra)
        amy.post(url(name, connection.pk), json.dumps(extra), content_type="application/json")
    for verb in ("put", "patch"):
        getattr(amy, verb)(url("connection_detail", connection.pk), json.dumps(extra), content_type="application/json")
    amy.get(url("connection_detail", connection.pk), extra)

    connection = only(world)
    assert str(connection.external_id) != WANTED
    assert (connection.external_id, connection.role_name, connection.partition) == before
    assert before[1].startswith("FtrPortal-")


def test_no_page_has_an_input_for_the_external_id_or_a_key(amy, url, draft):
    for page in (url("connection_create"), url("connection_detail", draft.pk)):
        html = amy.get(page).content.decode().lower()
        names = [part.split('name="', 1)[1].split('"')[0] for part in html.split("<input")[1:] if 'name="' in part]
        assert set(names) <= {"csrfmiddlewaretoken", "account_id", "name", "stage", "opt_ins"}


def test_a_name_is_one_printable_line(amy, world, url):
    amy.post(url("connection_create"), {"account_id": "111122223333", "name": " Pro\nduction\u202e <b>x</b>\t"})

    assert only(world).name == "Pro duction <b>x</b>"


def test_the_link_of_the_demo_leads_to_the_simulators_console(amy, url, draft, settings):
    settings.AWS_CONSOLE_URL = "http://127.0.0.1:7777"

    page = text_of(amy.get(url("connection_detail", draft.pk)))

    assert "http://127.0.0.1:7777/console/cloudformation?account=222233334444&" in page
    assert f"param_ExternalId={draft.external_id}" in page
    assert "return=" in page


def test_the_link_of_production_leads_to_aws_with_the_published_template(amy, url, draft, settings):
    settings.ROLE_TEMPLATE_BUCKET = "portal-templates"

    page = text_of(amy.get(url("connection_detail", draft.pk)))

    assert "https://us-east-1.console.aws.amazon.com/cloudformation/home?region=us-east-1#/stacks/quickcreate?" in page
    assert installation.template().file_name in page


def test_without_a_published_template_the_other_ways_are_offered(amy, url, draft):
    page = text_of(amy.get(url("connection_detail", draft.pk)))

    assert "No quick-create link available" in page
    assert "aws iam create-role" in page
    assert 'resource "aws_iam_role"' in page
    assert "AWSTemplateFormatVersion" in page


def test_the_template_is_downloaded_as_a_file(amy, url, draft):
    response = amy.get(url("connection_template", draft.pk, "cloudformation"))

    assert response.content.decode() == installation.template().text
    assert response["Content-Disposition"] == f'attachment; filename="{installation.template().file_name}"'
    assert str(draft.external_id) not in response.content.decode()


def test_the_published_template_needs_no_sign_in_and_has_one_name(client, db):
    name = installation.template().file_name

    response = client.get(f"/role-template/{name}")

    assert response.content.decode() == installation.template().text
    assert client.get("/role-template/other.yaml").status_code == 404


def test_the_waiting_page_asks_and_is_told_only_what_changed(amy, url, draft, fresh):
    page = amy.get(url("connection_detail", draft.pk)).content.decode()
    seen = page.split("?seen=")[1].split('"')[0]
    address = url("connection_status", draft.pk)

    assert amy.get(f"{address}?seen={seen}", headers=HTMX).status_code == 204
    with organization_context(draft.organization_id):
        Connection.objects.filter(pk=draft.pk).update(
            probes=[{"probe": "right_external_id", "outcome": "refused", "code": "aws.unavailable", "detail": ""}]
        )
    changed = amy.get(f"{address}?seen={seen}", headers=HTMX)
    assert (changed.status_code, "did not respond" in changed.content.decode()) == (200, True)
    with organization_context(draft.organization_id):
        Connection.objects.filter(pk=draft.pk).update(status="active")
    assert amy.get(f"{address}?seen={seen}", headers=HTMX)["HX-Refresh"] == "true"


def test_asking_for_the_status_changes_nothing(amy, url, draft, fresh):
    amy.get(url("connection_status", draft.pk), headers=HTMX)
    amy.get(url("connection_detail", draft.pk))

    assert fresh(draft).verification_asked_at is None


def test_an_active_connections_page_does_not_ask(amy, world, scans, url):
    page = amy.get(url("connection_detail", scans.connection(world.acme).pk)).content.decode()

    assert "hx-trigger" not in page
    assert "Scan now" in page


def test_the_open_page_asks_for_verification_until_it_is_over(amy, world, scans, url, draft, fresh):
    asked = amy.post(url("connection_verify", draft.pk), {"by": "page"}, headers=HTMX)
    active = scans.connection(world.acme)
    over = amy.post(url("connection_verify", active.pk), {"by": "page"}, headers=HTMX)

    assert fresh(draft).verification_asked_at is not None
    assert (asked.status_code, over.status_code) == (204, 286)


def test_disconnecting_asks_first(amy, url, draft, fresh):
    page = amy.get(url("connection_revoke", draft.pk))
    assert page.status_code == 200
    assert fresh(draft).status == "draft"

    amy.post(url("connection_revoke", draft.pk))

    assert fresh(draft).status == "revoked"


def test_a_refused_role_shows_the_line_to_add(amy, world, scans, url):
    refused = scans.connection(
        world.acme,
        status="refused",
        reason="connection.external_id_not_required",
        probes=[
            {
                "probe": "without_external_id",
                "outcome": "problem",
                "code": "connection.external_id_not_required",
                "detail": "",
            }
        ],
    )

    page = text_of(amy.get(url("connection_detail", refused.pk)))

    assert f'"sts:ExternalId": "{refused.external_id}"' in page


def test_text_from_an_account_is_inert(amy, world, scans, url):
    detail = "<img src=x onerror=alert(1)> {external_id!r} {0}"
    connection = scans.connection(
        world.acme,
        name="<b>bold</b>",
        status="refused",
        reason="connection.permissions_extra",
        probes=[
            {"probe": "permissions", "outcome": "problem", "code": "connection.permissions_extra", "detail": detail}
        ],
    )

    html = amy.get(url("connection_detail", connection.pk)).content.decode()

    assert "<img src=x" not in html
    assert "<b>bold" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; {external_id!r} {0}" in html


def test_the_list_costs_the_same_for_many(amy, world, scans, url, django_assert_max_num_queries):
    for number in range(12):
        scans.finished(scans.connection(world.acme, f"{number:012}"))
    amy.get(url("connection_list"))  # the session's first request notes the device

    with django_assert_max_num_queries(15):
        page = text_of(amy.get(url("connection_list")))

    assert page.count("Finished") == 12
