"""From a fact a check misses to the place where it is asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.assessments.conftest import PRODUCTION, make_case

pytestmark = pytest.mark.django_db


def go(world, fact, account=PRODUCTION, person=None):
    url = reverse("assessments:declaration_place", args=[world.acme.slug])
    return world.client(person or world.cai).get(url, {"fact": fact, "account": account})


def test_one_workload_is_opened_at_the_requirement_or_its_form(world, case):
    assert go(world, "person_user_names").headers["Location"] == case.url("requirement_detail", "IAM-004")
    assert go(world, "handles_phi").headers["Location"] == case.url("workload_edit")
    assert go(world, "handles_phi", person=world.ben).headers["Location"] == case.url("workload_detail")


def test_of_several_workloads_one_is_chosen(world, case):
    second = make_case(world.cai, name="Second <b>")

    text = go(world, "rpo_minutes").text

    assert case.url("requirement_detail", "RES-001") in text
    assert second.url("requirement_detail", "RES-001") in text
    assert "Second &lt;b&gt;" in text
    assert "the strictest value applies" in text


def test_an_account_of_no_workload_has_to_be_added_to_one(world, case):
    text = go(world, "rpo_minutes", account="999999999999").text

    assert "No workload includes account" in text
    assert case.url("workload_edit") in text


def test_a_fact_nobody_asks_for_leads_to_the_workloads(world, case):
    assert go(world, "<nonsense>").headers["Location"] == reverse("assessments:workload_list", args=[world.acme.slug])


def test_other_organizations_workloads_are_not_offered(world, case, theirs):
    assert go(world, "rpo_minutes").headers["Location"] == case.url("requirement_detail", "RES-001")
    assert go(world, "rpo_minutes", person=world.cleo).status_code == 404
