"""Every address: who may do what, and what everybody else gets."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse

from ftrportal.common.database.tenancy import organization_context
from scanners.models import Rollout

# name, what its object is, smallest role, what a GET and a POST answer when allowed
PAGES = [
    ("connection_list", None, "ben", 200, 405),
    ("connection_create", None, "amy", 200, 422),
    ("connection_detail", "connection", "ben", 200, 405),
    ("connection_status", "connection", "ben", 302, 405),
    ("connection_verify", "connection", "cai", 405, 302),
    ("connection_change", "connection", "amy", 200, 302),
    ("connection_revoke", "connection", "amy", 200, 302),
    ("connection_template", "connection", "ben", 200, 405),
    ("rollout_start", "connection", "amy", 405, 302),
    ("rollout_detail", "rollout", "ben", 200, 405),
    ("rollout_accounts", "rollout", "ben", 302, 405),
    ("rollout_choose", "rollout", "amy", 405, 302),
    ("rollout_change", "rollout", "amy", 405, 302),
    ("rollout_again", "rollout", "cai", 405, 302),
    ("rollout_describe", "rollout", "amy", 405, 422),
    ("rollout_scan", "rollout", "cai", 405, 302),
    ("rollout_end", "rollout", "amy", 200, 302),
    ("rollout_template", "rollout", "ben", 200, 405),
    ("store_list", "connection", "ben", 200, 405),
    ("store_classify", "connection", "cai", 405, 422),
    ("store_export", "connection", "ben", 200, 405),
    ("store_import", "connection", "cai", 405, 422),
    ("judging_status", "connection", "ben", 302, 405),
    ("run_start", "connection", "cai", 405, 302),
    ("run_list", None, "ben", 200, 405),
    ("run_detail", "run", "ben", 200, 405),
    ("run_progress", "run", "ben", 302, 405),
    ("run_cancel", "run", "cai", 405, 302),
    ("run_facts", "run", "cai", 404, 405),
    ("run_rejudge", "run", "cai", 405, 302),
    ("finding_facts", "finding", "cai", 410, 405),
    ("finding_list", "run", "ben", 200, 405),
    ("exception_list", None, "ben", 200, 405),
    ("exception_create", "finding", "amy", 405, 422),
    ("exception_withdraw", "exception", "amy", 405, 302),
    ("finding_detail", "finding", "ben", 200, 405),
]
BY_ROLE = ["ben", "cai", "amy", "ada"]
CASES = [pytest.param(*page, id=page[0]) for page in PAGES]


@pytest.fixture
def ids(world, scans):
    """Acme's rows by kind."""
    connection = scans.connection(world.acme)
    run = scans.finished(connection)
    finding = scans.finding(run)
    with organization_context(world.acme.pk):
        source = scans.connection(world.acme, "888800001111")
        rollout = Rollout.objects.create(organization=world.acme, source=source, role_name="FtrPortal-2")
    return {
        "connection": connection.pk,
        "rollout": rollout.pk,
        "run": run.pk,
        "finding": finding.pk,
        "exception": scans.exception(finding).pk,
    }


def address(world, name, kind, ids, organization=None):
    form = ["terraform"] if name.endswith("_template") else []
    return reverse(f"scanners:{name}", args=[(organization or world.acme).slug, *([ids[kind]] if kind else []), *form])


def method(get):
    return "post" if get == 405 else "get"


def test_every_page_is_in_the_table():
    from scanners.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == {page[0] for page in PAGES}


@pytest.mark.parametrize(("name", "kind", "smallest", "get", "post"), CASES)
def test_whoever_may_gets_the_page(world, ids, name, kind, smallest, get, post):
    browser = world.client(getattr(world, smallest))

    assert browser.get(address(world, name, kind, ids)).status_code == get
    assert browser.post(address(world, name, kind, ids)).status_code == post


@pytest.mark.parametrize(("name", "kind", "smallest", "get", "post"), CASES)
def test_a_smaller_role_is_forbidden(world, ids, name, kind, smallest, get, post):
    for person in BY_ROLE[: BY_ROLE.index(smallest)]:
        browser = world.client(getattr(world, person))

        assert getattr(browser, method(get))(address(world, name, kind, ids)).status_code == 403


@pytest.mark.parametrize(("name", "kind", "smallest", "get", "post"), CASES)
def test_another_organizations_owner_finds_nothing(world, ids, name, kind, smallest, get, post):
    browser = world.client(world.cleo)

    assert getattr(browser, method(get))(address(world, name, kind, ids)).status_code == 404
    if kind:  # Acme's row under an address of the own organization
        own = address(world, name, kind, ids, organization=world.other)
        assert getattr(browser, method(get))(own).status_code == 404


@pytest.mark.parametrize(("name", "kind", "smallest", "get", "post"), CASES)
def test_a_row_that_does_not_exist_looks_the_same(world, ids, name, kind, smallest, get, post):
    if not kind:
        return
    browser = world.client(world.ada)
    nothing = address(world, name, kind, {kind: uuid.uuid4()})

    assert getattr(browser, method(get))(nothing).status_code == 404


@pytest.mark.parametrize(("name", "kind", "smallest", "get", "post"), CASES)
def test_without_signing_in_there_is_only_the_sign_in_page(world, ids, client, name, kind, smallest, get, post):
    response = getattr(client, method(get))(address(world, name, kind, ids))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
