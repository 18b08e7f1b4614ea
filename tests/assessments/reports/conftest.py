"""What the tests of packs share."""

from __future__ import annotations

import pytest

from ftrportal.common.database.tenancy import organization_context
from tests.assessments.reports.stored_packs import make_assessment, make_failing_scan


@pytest.fixture
def assessment(world):
    with organization_context(world.acme.pk):
        return make_assessment(world)


@pytest.fixture
def failing_scan(world):
    with organization_context(world.acme.pk):
        return make_failing_scan(world.acme)
