"""Describing a workload through the pages."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from assessments.models import Assessment, Workload
from ftrportal.common.database.tenancy import organization_context


def form(**changes):
    values = {
        "name": "Ledger",
        "description": "Books.",
        "handles_phi": "no",
        "accesses_customer_accounts": "",
        "stores_customer_credentials": "yes",
        "advertises_compliance": "yes",
        "standards": "SOC 2\nISO 27001",
        "accounts-TOTAL_FORMS": "2",
        "accounts-INITIAL_FORMS": "0",
        "accounts-0-account_id": "1111 2222 3333",
        "accounts-0-label": "prod",
        "accounts-0-is_production": "on",
        "accounts-1-account_id": "",
        "accounts-1-label": "",
    }
    return values | changes


@pytest.fixture
def create(world):
    return reverse("assessments:workload_create", args=[world.acme.slug])


def workloads(world):
    with organization_context(world.acme.pk):
        return list(Workload.objects.all())


def test_a_workload_is_created_with_facts_accounts_and_assessment(world, create):
    response = world.client(world.cai).post(create, form())

    assert response.status_code == 302
    (workload,) = workloads(world)
    with organization_context(world.acme.pk):
        assert (workload.handles_phi, workload.accesses_customer_accounts) == (False, None)
        assert workload.compliance_standards == ["SOC 2", "ISO 27001"]
        assert list(workload.accounts.values_list("account_id", "label")) == [("111122223333", "prod")]
        assert Assessment.objects.filter(workload=workload).count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "Enter a value."),
        ({"name": "<b>" + "x" * 10_000}, "the limit is 120"),
        ({"name": "nul\0l"}, "U+0000"),
        ({"name": "turned\u202eround"}, "U+202E"),
        ({"accounts-0-label": "turned\u2066round"}, "U+2066"),
        ({"description": "x" * 4_001}, "the limit is 4000"),
        ({"accounts-0-account_id": "12345"}, "Enter 12 digits"),
        ({"accounts-0-account_id": "１１１１２２２２３３３３"}, "Enter 12 digits"),
        ({"accounts-0-account_id": ""}, "Enter the account ID, or remove the row."),
        ({"accounts-1-account_id": "111122223333"}, "is listed twice"),
        ({"handles_phi": "perhaps"}, "This option is not available"),
        ({"standards": ""}, "Enter the advertised standards"),
        ({"advertises_compliance": "no"}, "no standard is advertised"),
        ({"accounts-TOTAL_FORMS": "many"}, "Part of this form was not received"),
        ({"accounts-TOTAL_FORMS": "99999999"}, "This list is too long"),
    ],
)
def test_bad_input_is_refused_and_nothing_typed_is_lost(world, create, changes, message):
    response = world.client(world.cai).post(create, form(**changes))

    assert response.status_code == 422
    assert message in response.content.decode()
    assert workloads(world) == []
    if "description" not in changes:
        assert "Books." in response.content.decode()


def base_of(page):
    return re.search(r'name="base" value="([^"]+)"', page.content.decode())[1]


def test_of_two_people_editing_one_workload_the_second_is_told_and_loses_nothing(world, case):
    url, browser = case.url("workload_edit"), world.client(world.cai)
    first, second = base_of(browser.get(url)), base_of(browser.get(url))
    with_account = {"accounts-1-account_id": "222233334444"}
    assert browser.post(url, form(base=first, **with_account)).status_code == 302

    told = browser.post(url, form(base=second, description="Mine."))

    assert told.status_code == 422
    assert "saved this workload while you were editing it" in told.content.decode()
    assert "Mine." in told.content.decode()
    with organization_context(world.acme.pk):
        assert case.workload.accounts.filter(account_id="222233334444").exists()
    assert browser.post(url, form(base=base_of(told), description="Mine.")).status_code == 302
    assert workloads(world)[0].description == "Mine."


def test_an_error_in_the_form_does_not_hide_that_somebody_saved(world, case):
    url, browser = case.url("workload_edit"), world.client(world.cai)
    base = base_of(browser.get(url))
    browser.post(url, form(base=base))

    assert base_of(browser.post(url, form(base=base, name=""))) == base


def test_a_name_with_markup_is_shown_as_text(world, create):
    browser = world.client(world.cai)
    browser.post(create, form(name="<script>alert(1)</script>"))
    (workload,) = workloads(world)

    for name, args in [("workload_list", []), ("workload_detail", [workload.pk])]:
        page = browser.get(reverse(f"assessments:{name}", args=[world.acme.slug, *args])).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
        assert "<script>alert" not in page


def test_editing_shows_and_changes_what_is_stored(world, case):
    browser = world.client(world.cai)

    page = browser.get(case.url("workload_edit")).content.decode()
    assert 'value="111122223333"' in page
    response = browser.post(case.url("workload_edit"), form(name="Renamed"))

    assert response.status_code == 302
    assert [workload.name for workload in workloads(world)] == ["Renamed"]


def test_a_reviewer_cannot_create_and_sees_no_button(world, create):
    browser = world.client(world.ben)

    assert browser.get(create).status_code == 403
    assert browser.post(create, form()).status_code == 403
    listed = browser.get(reverse("assessments:workload_list", args=[world.acme.slug]))
    assert create not in listed.content.decode()


def test_the_list_shows_only_the_organizations_own(world, case, theirs):
    page = world.client(world.cai).get(reverse("assessments:workload_list", args=[world.acme.slug])).content.decode()

    assert "Ledger" in page
    assert "Theirs" not in page


@pytest.mark.parametrize("name", ["workload_list", "workload_detail"])
def test_query_counts(world, case, scanned, own_queries, name):
    scanned(root_no_access_keys="fail")
    url = (
        case.url("workload_detail")
        if name == "workload_detail"
        else reverse(f"assessments:{name}", args=[world.acme.slug])
    )
    browser = world.client(world.cai)

    with own_queries(12):
        assert browser.get(url).status_code == 200


def test_an_account_can_be_connected_from_the_workload(world, case):
    page = world.client(world.amy).get(case.url("workload_detail")).content.decode()

    assert "connections/new/?account=111122223333" in page
    assert "connections/new/" not in world.client(world.cai).get(case.url("workload_detail")).content.decode()
