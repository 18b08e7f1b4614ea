"""The company's domains are asked in the organization's settings and in ACOM-002; the page brings both together."""

from __future__ import annotations

import html

import pytest

from assessments.services.answers import AnswerDraft, save_answer
from ftrportal.common.database.tenancy import organization_context
from ftrportal.organizations.models import Organization

KEY = "ACOM-002"


@pytest.fixture
def page(world, case):
    def _page(person, domains, answered=""):
        with organization_context(world.acme.pk):
            Organization.objects.filter(pk=world.acme.pk).update(company_domains=domains)
            if answered:
                draft = AnswerDraft(None, None, None, {"company_domains": answered})
                save_answer(
                    assessment=case.assessment, requirement_key=KEY, actor=world.cai.user, base_version=0, draft=draft
                )
        return html.unescape(world.client(person).get(case.url("requirement_detail", KEY)).text)

    return _page


def test_an_empty_answer_can_take_over_the_domains_of_the_settings(world, page):
    text = page(world.cai, ["acme.example", "acme.test"])

    assert "Company domains in the organization settings: acme.example, acme.test" in text
    assert 'data-fill="field-company_domains" data-value="acme.example\nacme.test"' in text
    assert "An admin or owner can change the settings." in text


def test_an_answer_that_names_others_is_kept_and_said_to_differ(world, page):
    text = page(world.amy, ["acme.example"], "acme.example\nother.example")

    assert "The answer differs from the organization settings" in text
    assert "acme.example\nother.example</textarea>" in text
    assert "data-fill" not in text


def test_the_same_domains_in_other_letters_do_not_differ(world, page):
    assert "disagree" not in page(world.amy, ["acme.example", "acme.test"], "ACME.test\n@acme.example")


def test_a_domain_in_its_own_letters_is_its_xn_form(world, page):
    assert "disagree" not in page(world.amy, ["xn--mller-kva.example"], "müller.example")


def test_settings_without_domains_say_that_scans_wait_for_them(world, page):
    assert "Until they do, scans return Needs review." in page(world.ben, [])


def test_other_requirements_say_nothing_of_it(world, case):
    assert "domains of the company" not in world.client(world.ben).get(case.url("requirement_detail", "ARC-004")).text
