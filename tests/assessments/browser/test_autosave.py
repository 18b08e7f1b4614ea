"""The answer page in a real browser: what is typed is saved, also on the way out, and conflicts wait for a person."""

from __future__ import annotations

import re

import pytest

from assessments.models import Answer
from assessments.services.answers import AnswerDraft, save_answer
from ftrportal.common.database.tenancy import organization_context
from tests.browser.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def stored(world):
    with organization_context(world.acme.pk):
        return Answer.objects.filter(requirement_key="ARC-005").first()


def test_typing_saves_and_leaving_in_the_middle_of_a_word_saves_too(desk):
    world, _case, page, expect = desk

    page.fill("#response", "Typed")
    expect(page.locator("#answer-version")).to_have_value("1")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    page.fill("#field-owner", "Ada")
    page.locator("a[rel=next]").first.click()
    page.wait_for_url("**/ACCT-001/")

    assert (stored(world).response, stored(world).fields) == ("Typed", {"owner": "Ada"})


def test_a_conflict_waits_for_a_person_and_later_saves_go_on(desk):
    world, case, page, expect = desk
    with organization_context(world.acme.pk):
        save_answer(
            assessment=case.assessment,
            requirement_key="ARC-005",
            actor=world.ada.user,
            base_version=0,
            draft=AnswerDraft("not_started", "Ada was here", "", {}),
        )

    page.fill("#response", "Cai was here")
    expect(page.locator("#conflict-title")).to_contain_text("Ada saved this answer")
    assert stored(world).response == "Ada was here"
    page.click("button[name=resolve_version]")
    expect(page.locator("#answer-version")).to_have_value("2")
    page.fill("#response", "Cai goes on")
    expect(page.locator("#answer-version")).to_have_value("3")

    expect(page.locator("#answer-conflict")).to_be_empty()
    assert stored(world).response == "Cai goes on"


def test_an_upload_shows_what_was_kept_and_what_was_not(desk):
    _world, _case, page, expect = desk
    files = [
        {"name": "page.png", "mimeType": "image/png", "buffer": b"<html>"},
        {"name": "ok.txt", "mimeType": "text/plain", "buffer": b"hello"},
    ]

    page.set_input_files("#files", files)

    expect(page.locator("#evidence-panel .alert.tone-bad")).to_contain_text("page.png")
    expect(page.locator(".file-list")).to_contain_text(re.compile("ok.txt"))
