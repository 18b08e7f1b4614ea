"""Changing what people say about an account."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.common.tenancy import organization_context
from scanners.models import Connection, ConnectionStatus, Stage


@pytest.fixture
def connection(world, scans):
    return scans.connection(world.acme)


def url(world, connection):
    return reverse("scanners:connection_change", args=[world.acme.slug, connection.pk])


def stored(world, connection):
    with organization_context(world.acme.pk):
        return Connection.objects.get(pk=connection.pk)


def test_an_admin_changes_stage_and_regions_and_it_is_audited(world, connection):
    sent = {"name": "Shop", "stage": "production", "regions": ["us-east-1", "eu-central-1"]}

    response = world.client(world.amy).post(url(world, connection), sent)

    assert response.status_code == 302
    now = stored(world, connection)
    assert (now.name, now.stage, now.regions) == ("Shop", "production", ["eu-central-1", "us-east-1"])
    with organization_context(world.acme.pk):
        entry = AuditEntry.objects.get(action="connection.changed")
    assert entry.data["stage"] == {"before": "unknown", "now": "production"}


def test_the_page_shows_what_is_chosen(world, scans):
    connection = scans.connection(world.acme, stage=Stage.LOG_ARCHIVE, regions=["eu-west-1"])

    page = world.client(world.amy).get(url(world, connection)).text

    assert 'value="log_archive" id="id_stage_2" checked' in page
    assert page.count(" checked") == 2


@pytest.mark.parametrize(
    "sent", [{"stage": "root"}, {"regions": ["evil.example.com#"]}, {"regions": ["us-east-1", "cn-north-1"]}]
)
def test_what_is_not_offered_is_refused(world, connection, sent):
    response = world.client(world.amy).post(url(world, connection), sent)

    assert response.status_code == 422
    assert stored(world, connection).regions == []


@pytest.mark.parametrize("person", ["cai", "ben"])
def test_smaller_roles_are_refused(world, connection, person):
    browser = world.client(getattr(world, person))

    assert browser.get(url(world, connection)).status_code == 403
    assert browser.post(url(world, connection), {"stage": "production"}).status_code == 403


def test_another_organization_finds_nothing(world, connection):
    other = reverse("scanners:connection_change", args=[world.other.slug, connection.pk])

    assert world.client(world.cleo).post(other, {"stage": "production"}).status_code == 404
    assert stored(world, connection).stage == "unknown"


def test_a_revoked_connection_stays_as_it_is(world, scans):
    connection = scans.connection(world.acme, status=ConnectionStatus.REVOKED)

    world.client(world.amy).post(url(world, connection), {"stage": "production"})

    assert stored(world, connection).stage == "unknown"


def test_connecting_asks_what_the_account_is_for(world):
    create = reverse("scanners:connection_create", args=[world.acme.slug])

    page = world.client(world.amy).get(create + "?account=111122223333&stage=production").text
    world.client(world.amy).post(create, {"account_id": "111122223333", "stage": "production"})

    assert 'value="production" id="id_stage_0" checked' in page
    with organization_context(world.acme.pk):
        assert Connection.objects.get().stage == "production"


def test_connecting_without_saying_it_leaves_it_open(world):
    create = reverse("scanners:connection_create", args=[world.acme.slug])

    page = world.client(world.amy).get(create + "?stage=%3Cscript%3E").text
    world.client(world.amy).post(create, {"account_id": "111122223333"})

    assert 'value="unknown" id="id_stage_3" checked' in page
    with organization_context(world.acme.pk):
        assert Connection.objects.get().stage == "unknown"
