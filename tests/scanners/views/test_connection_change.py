"""Changing what people say about an account."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ftrportal.audit.models import AuditEntry
from ftrportal.common.database.tenancy import organization_context
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
    assert page.count(" checked>") == 2


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


# --- readings that have to be chosen


def test_nothing_is_read_that_nobody_ticked(world):
    create = reverse("scanners:connection_create", args=[world.acme.slug])

    page = world.client(world.amy).get(create).text
    world.client(world.amy).post(create, {"account_id": "111122223333"})

    assert 'name="opt_ins" value="config_secrets"' in page
    assert 'id="id_opt_ins_0" checked' not in page
    with organization_context(world.acme.pk):
        assert Connection.objects.get().opt_ins == []


def test_a_choice_is_kept_audited_and_travels_with_the_link(world, simulated_aws):
    create = reverse("scanners:connection_create", args=[world.acme.slug])

    response = world.client(world.amy).post(create, {"account_id": "111122223333", "opt_ins": ["cdn"]})
    page = world.client(world.amy).get(response.url).text

    with organization_context(world.acme.pk):
        assert Connection.objects.get().opt_ins == ["cdn"]
        assert AuditEntry.objects.get(action="connection.created").data["opt_ins"] == ["cdn"]
    assert "param_ReadDistributions=yes" in page
    assert "param_ReadEnvironmentValues" not in page
    assert "ftr-portal-reads-cdn" in page


@pytest.mark.parametrize("sent", [["everything"], ["cdn", "<script>"]])
def test_a_choice_that_is_not_offered_is_refused(world, connection, sent):
    response = world.client(world.amy).post(url(world, connection), {"opt_ins": sent})

    assert response.status_code == 422
    assert stored(world, connection).opt_ins == []


def test_another_choice_has_the_role_looked_at_again(world, connection):
    world.client(world.amy).post(url(world, connection), {"opt_ins": ["config_secrets"]})

    now = stored(world, connection)
    assert now.opt_ins == ["config_secrets"]
    assert now.verification_asked_at is not None


def test_the_page_says_how_to_update_a_role_that_lacks_what_was_chosen(world, scans, simulated_aws):
    probe = {"probe": "permissions", "outcome": "ok", "code": "connection.permissions_missing", "detail": "x"}
    connection = scans.connection(world.acme, opt_ins=["cdn"], probes=[probe])

    page = (
        world.client(world.amy).get(reverse("scanners:connection_detail", args=[world.acme.slug, connection.pk])).text
    )

    assert "Update the stack" in page
    assert "<code>ReadDistributions</code> to <code>yes</code>" in page
    assert "<code>ReadEnvironmentValues</code> to <code>no</code>" in page
    assert "CloudFront distributions" in page
