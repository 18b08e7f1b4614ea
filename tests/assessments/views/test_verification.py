"""The public page that verifies a pack."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assessments.reports.zip import signing
from assessments.views import verification
from tests.assessments.reports.zip.test_archive import written

pytestmark = pytest.mark.django_db


def sent(client, body: bytes):
    return client.post(reverse("pack_verify"), {"pack": io.BytesIO(body)})


def test_anybody_sees_the_form_and_the_public_key(client):
    page = client.get(reverse("pack_verify"))

    assert page.status_code == 200
    assert signing.public_key_pem().splitlines()[1] in page.content.decode()


def test_the_key_can_be_downloaded(client):
    assert client.get(reverse("pack_public_key")).content.decode() == signing.public_key_pem()


def test_a_pack_as_made_is_called_unchanged(client):
    assert "Unchanged since this installation signed it" in sent(client, written()).content.decode()


def test_a_pack_larger_than_one_file_of_evidence_is_judged_whole(client, settings):
    settings.EVIDENCE_MAX_BYTES = 1_000

    assert "Unchanged since this installation signed it" in sent(client, written()).content.decode()


def test_a_changed_pack_is_not(client):
    body = bytearray(written())
    body[100] ^= 1

    assert "Verification failed." in sent(client, bytes(body)).content.decode()


def test_a_file_over_the_limit_is_refused(client, settings):
    settings.VERIFY_MAX_BYTES = 10

    assert sent(client, written()).status_code == 422


def test_without_a_file_the_form_says_so(client):
    assert client.post(reverse("pack_verify")).status_code == 422


def test_without_a_signing_key_there_is_no_page(client, settings):
    settings.SIGNING_KEY = ""

    assert client.get(reverse("pack_verify")).status_code == 404
    assert client.get(reverse("pack_public_key")).status_code == 404


def test_other_methods_are_refused(client):
    assert client.put(reverse("pack_verify")).status_code == 405
    assert client.post(reverse("pack_public_key")).status_code == 405


def test_an_address_that_sends_too_many_packs_has_to_wait(monkeypatch):
    cache.clear()
    monkeypatch.setattr(verification, "PER_MINUTE", 1)
    browser = Client()

    first, second = (browser.post(reverse("pack_verify"), {}, REMOTE_ADDR="203.0.113.7") for _ in range(2))
    elsewhere = browser.post(reverse("pack_verify"), {}, REMOTE_ADDR="203.0.113.8")

    assert (first.status_code, second.status_code, elsewhere.status_code) == (422, 429, 422)
    assert b"Try again in a minute" in second.content
