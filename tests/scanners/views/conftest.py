"""Addresses and rows for the tests of the pages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ftrportal.common.tenancy import organization_context


@pytest.fixture
def url(world):
    """The address of a page of Acme."""

    def address(name, *ids, organization=None):
        return reverse(f"scanners:{name}", args=[(organization or world.acme).slug, *ids])

    return address


@pytest.fixture
def fresh(world):
    """A row as the database has it now."""

    def read(row):
        with organization_context(row.organization_id):
            row.refresh_from_db()
        return row

    return read
