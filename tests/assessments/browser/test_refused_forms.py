"""A refused form shows what it complains of, wherever on the page it is."""

from __future__ import annotations

import pytest

from tests.browser.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def test_the_first_wrong_field_is_in_sight_and_has_the_focus(desk):
    _world, case, page, expect = desk
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(page.url.split("/o/")[0] + case.url("workload_edit"))

    page.locator("[name$=-account_id]").last.fill("12-34")
    page.get_by_role("button", name="Save").click()

    wrong = page.locator("[aria-invalid=true]")
    expect(wrong).to_have_value("12-34")
    expect(wrong).to_be_focused()
    expect(wrong).to_be_in_viewport()
