"""A page in a real browser, served by the test's own process."""

from __future__ import annotations

import pytest

from tests.assessments.conftest import make_case
from tests.browser.chromium import CHROMIUM, FLAGS
from tests.world import make_world


@pytest.fixture
def desk(live_server, settings, monkeypatch):
    """Cai at the page of ARC-005, in a browser."""
    api = pytest.importorskip("playwright.sync_api")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's own loop runs in this thread
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "session", False
    settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE = "csrf", False
    world = make_world()
    case = make_case(world.cai)
    cookie = world.client(world.cai).cookies["session"].value
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context()
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + case.url("requirement_detail", "ARC-005"))
        yield world, case, page, api.expect
        browser.close()
