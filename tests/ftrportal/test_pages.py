"""What every page keeps: no inline code, errors that tell nothing, and a 500 that asks nobody."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import path, reverse

from ftrportal import pages, urls

INLINE = re.compile(r"<script(?![^>]*(src=|type=\"application/json\"))|\son[a-z]+=|\sstyle=|javascript:", re.IGNORECASE)
ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_email_verification_sent"]
ACCOUNT = [
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "usersessions_list",
    "organizations:chooser",
    "organizations:create",
]


def broken(request):
    raise RuntimeError("secret /srv/path")


broken.login_required = False
urlpatterns = [*urls.urlpatterns, path("broken", broken)]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.mark.django_db
@pytest.mark.parametrize("name", ENTRANCE)
def test_pages_for_visitors_have_a_heading_and_no_inline_code(client, name):
    page = client.get(reverse(name))

    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert INLINE.search(page.text) is None
    assert "unsafe" not in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ACCOUNT)
def test_account_pages_have_a_heading_and_no_inline_code(world, name):
    page = world.client(world.ada).get(reverse(name))

    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    assert INLINE.search(page.text) is None


@pytest.mark.django_db
def test_a_person_signs_up_confirms_and_lands_on_creating_an_organization(client, mailoutbox):
    words = "a long enough pass phrase"
    answer = client.post(
        reverse("account_signup"),
        {"name": " Eve Example ", "email": "Eve@example.com", "password1": words, "password2": words},
    )
    link = re.search(r"https?://testserver(/accounts/confirm-email/\S+)", mailoutbox[0].body).group(1)

    assert answer.url == reverse("account_email_verification_sent")
    assert mailoutbox[0].subject.startswith("FTR Portal: ")
    assert "Confirm your email address" in client.get(link).text
    client.post(link)
    signed_in = client.post(reverse("account_login"), {"login": "eve@example.com", "password": words}, follow=True)
    assert "Welcome, Eve" in signed_in.text


@pytest.mark.django_db
def test_errors_of_the_sign_up_form_stand_at_their_fields(client):
    page = client.post(reverse("account_signup"), {"name": "", "email": "no", "password1": "short", "password2": "x"})

    assert 'id="id_email_error"' in page.text
    assert re.search(r'aria-describedby="[^"]*id_password1_error', page.text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["turned\u202eround", "two\nlines", "bell\x07"])
def test_a_name_that_would_bend_the_mails_it_stands_in_is_refused(client, mailoutbox, name):
    words = "a long enough pass phrase"

    page = client.post(
        reverse("account_signup"), {"name": name, "email": "eve@example.com", "password1": words, "password2": words}
    )

    assert "Type it instead of pasting it." in page.text
    assert mailoutbox == []


@pytest.mark.django_db
def test_a_missing_page_says_so_in_the_look_of_the_portal(client):
    page = client.get("/no/such/page")

    assert page.status_code == 404
    assert "Page not found" in page.text


@pytest.mark.django_db
@pytest.mark.urls("tests.ftrportal.test_pages")
def test_a_broken_view_tells_nothing_about_itself():
    page = Client(raise_request_exception=False).get("/broken")

    assert page.status_code == 500
    assert "Internal error" in page.text
    assert "secret" not in page.text


def test_the_500_page_needs_neither_database_nor_session():
    """No `db` fixture: a query would fail this test."""
    request = RequestFactory().get("/")

    page = pages.server_error(request)

    assert page.status_code == 500
    assert b"Go to start page" in page.content


@pytest.mark.django_db
def test_a_request_without_csrf_token_is_explained(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.ada.user)

    page = browser.post(reverse("organizations:create"), {"name": "x"})

    assert page.status_code == 403
    assert "This page has expired" in page.text
    assert connection.is_usable()


def test_every_page_gives_htmx_the_token_and_the_strict_settings(world):
    page = world.client(world.ada).get(reverse("organizations:chooser")).text

    assert '"allowEval": false' in page
    assert '"selfRequestsOnly": true' in page
    assert re.search(r'hx-headers=\'\{"X-CSRFToken": "[A-Za-z0-9]{64}"\}\'', page)


@pytest.mark.django_db
def test_mails_to_anybodys_address_hold_nothing_a_stranger_wrote(client, mailoutbox):
    words = "a long enough pass phrase"
    answers = {"name": "Win at evil.example", "email": "zoe@example.com", "password1": words, "password2": words}

    client.post(reverse("account_signup"), answers)

    assert "evil.example" not in mailoutbox[0].body
    assert mailoutbox[0].subject == "FTR Portal: Confirm your email address"


@pytest.mark.django_db
def test_a_password_link_that_was_bent_says_what_to_do(client):
    page = client.get("/accounts/password/reset/key/1-set-password/", follow=True)

    assert "This link is no longer valid" in page.text
    assert reverse("account_reset_password") in page.text


def test_a_refusal_names_the_role(world):
    page = world.client(world.ben).get(reverse("organizations:settings", args=[world.acme.slug]))

    assert page.status_code == 403
    assert "You are a reviewer." in page.text


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(world):
    page = world.client(world.ada).get(reverse("organizations:invitation_create", args=[world.acme.slug]))

    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "This page cannot be opened directly" in page.text
