"""The running product for the browser tests: what `make run` starts, in a folder and on a port of its own."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from devstack.postgres import free_port
from tests.browser.chromium import CHROMIUM, FLAGS

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 150


@dataclass
class Portal:
    """A running portal: its address and the folder with its mails and logs."""

    address: str
    var: Path

    def mail_link(self, pattern: str, to: str) -> str:
        """The first link that matches in the newest mail to an address; waits until there is one."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for path in sorted((self.var / "mail").glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
                text = path.read_text(errors="replace").replace("=\n", "")
                link = re.search(pattern, text) if to in text else None
                if link:
                    return link.group()
            time.sleep(0.2)
        raise AssertionError(f"no mail to {to} with {pattern}")


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Started once; stopped as Ctrl-C would."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    var = Path(tempfile.mkdtemp(prefix="ftrportal-browser-"))
    var.chmod(0o711)
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    output = var / "output"
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "devstack.run"],
            cwd=ROOT,
            stdout=sink,
            stderr=sink,
            stdin=subprocess.DEVNULL,
            env=environment | {"FTRPORTAL_VAR": str(var), "PORT": str(port), "PYTHONUNBUFFERED": "1"},
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, output)
        yield Portal(f"http://localhost:{port}", var)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        shutil.rmtree(var, ignore_errors=True)


def _wait_until_ready(process: subprocess.Popen[bytes], output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Ctrl-C stops it" not in output.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"the portal did not start:\n{output.read_text()[-2000:]}")
        time.sleep(0.3)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complained of: script errors and everything the content security policy blocked."""
    return []


@pytest.fixture
def open_browser(browser: Browser, portal: Portal, complaints: list[str]) -> Iterator[object]:
    """A function that opens a fresh browser session, in light or dark, at desktop or phone width."""
    contexts: list[BrowserContext] = []

    def open_(*, dark: bool = False, phone: bool = False) -> Page:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
        context = browser.new_context(
            viewport=size, color_scheme="dark" if dark else "light", base_url=portal.address, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("console", lambda message: _note(message, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_
    for context in contexts:
        context.close()


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    # A refused form (422) or a conflict (409) is an answer the page handles; the browser logs it as an error.
    expected = "the server responded with a status of 4"
    if message.type == "error" and expected not in message.text:
        complaints.append(message.text)
