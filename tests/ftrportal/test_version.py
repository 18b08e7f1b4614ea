from __future__ import annotations

import tomllib
from io import StringIO

import pytest
from django.core.management import call_command

from ftrportal.version import VERSION
from tests.architecture.source import ROOT


def test_the_version_is_one_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == VERSION
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_command_prints_the_version():
    printed = StringIO()

    call_command("version", stdout=printed)

    assert printed.getvalue().strip() == VERSION


@pytest.mark.django_db
def test_the_health_endpoint_tells_the_version(client):
    assert client.get("/healthz").json() == {"status": "ok", "version": VERSION}


def test_pages_show_the_version(in_acme, world):
    page = world.client(world.amy).get(f"/o/{world.acme.slug}/", follow=True)

    assert f"Version {VERSION}" in page.content.decode()
