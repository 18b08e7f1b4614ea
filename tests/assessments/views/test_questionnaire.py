"""Sections, the scan beside the answer, and accepting what it suggests."""

from __future__ import annotations

import re

import pytest

from assessments.models import Answer, SectionOverride
from ftrportal.common.database.tenancy import organization_context
from tests.assessments.conftest import make_case

KEY = "ARC-004"


def page_of(browser, case, key=KEY):
    return browser.get(case.url("requirement_detail", key)).content.decode()


def accept(browser, case, page):
    sent = dict(re.findall(r'name="(version|fingerprint)"[^>]*value="([^"]*)"', page))
    return browser.post(case.url("suggestion_accept", KEY), sent)


def test_the_questionnaire_lists_every_requirement(world, case):
    page = world.client(world.ben).get(case.url("questionnaire")).content.decode()

    for requirement in case.edition.requirements:
        assert requirement.key in page


@pytest.mark.parametrize(
    ("query", "found", "hidden"),
    [
        ("ARC-004", "ARC-004", "ARC-003"),
        ("remove ACCESS keys root", "ARC-004", "S3-001"),
        ("separate administrative domain", "CTL-002", "CTL-001"),
        ("dr-002", "RES-002", "RES-001"),
        ("S3 bucket access", "S3-003", "ARC-004"),
    ],
)
def test_requirements_are_found_by_the_ids_and_words_of_aws(world, case, query, found, hidden):
    page = world.client(world.ben).get(case.url("questionnaire"), {"q": query}).content.decode()
    listed = set(re.findall(r'class="row-key">([^<]+)<', page))

    assert found in listed
    assert hidden not in listed


def test_a_search_that_finds_nothing_says_so_and_escapes_the_query(world, case):
    page = world.client(world.ben).get(case.url("questionnaire"), {"q": "<b>nothing"}).content.decode()

    assert "0 requirements found" in page
    assert "<b>nothing" not in page


def test_a_requirement_shows_the_id_and_name_of_aws(world, case):
    page = page_of(world.client(world.ben), case)

    assert "<code>ARC-004</code> Remove access keys for the root user" in page


def test_a_section_that_does_not_apply_says_why_and_can_be_overruled(world):
    case = make_case(world.cai, handles_phi=False)
    browser = world.client(world.cai)
    url = case.url("section_detail", "phi")

    assert "does not handle protected health information" in browser.get(url).content.decode()
    browser.post(case.url("section_overrule", "phi"), {"applies": "yes", "reason": "<b>One customer</b> sends it"})
    page = browser.get(url).content.decode()
    assert "&lt;b&gt;One customer&lt;/b&gt; sends it" in page
    browser.post(case.url("section_restore", "phi"))
    assert "does not handle protected health information" in browser.get(url).content.decode()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"applies": "no", "reason": ""}, "Enter a reason. Reviewers read it."),
        ({"applies": "perhaps", "reason": "x"}, "This option is not available"),
        ({"applies": "no", "reason": "x" * 501}, "the limit is 500"),
        ({"applies": "no", "reason": "nul\0l"}, "U+0000"),
    ],
)
def test_overruling_needs_a_reason(world, case, sent, message):
    response = world.client(world.cai).post(case.url("section_overrule", "root-account"), sent)

    assert response.status_code == 422
    assert message in response.content.decode()
    with organization_context(world.acme.pk):
        assert SectionOverride.objects.count() == 0


def test_the_scan_stands_beside_the_answer_and_is_accepted(world, case, scanned):
    scanned(root_no_access_keys="pass", root_no_signing_certificates="pass")
    browser = world.client(world.cai)

    page = page_of(browser, case)
    assert "Use this answer: met" in page
    assert accept(browser, case, page).status_code == 302

    with organization_context(world.acme.pk):
        answer = Answer.objects.get(requirement_key=KEY)
    assert (answer.status, len(answer.accepted_findings)) == ("met", 2)


def test_accepting_twice_or_after_another_save_is_a_conflict(world, case, scanned):
    scanned(root_no_access_keys="pass", root_no_signing_certificates="pass")
    browser = world.client(world.cai)
    page = page_of(browser, case)

    accept(browser, case, page)

    assert accept(browser, case, page).status_code == 409


def test_a_newer_scan_in_between_is_not_accepted_unseen(world, case, scanned):
    scanned(root_no_access_keys="pass", root_no_signing_certificates="pass")
    browser = world.client(world.cai)
    page = page_of(browser, case)
    scanned(root_no_access_keys="fail", root_no_signing_certificates="pass")

    response = accept(browser, case, page)

    assert response.status_code == 409
    assert "The suggestion has changed since you opened this page" in response.content.decode()
    with organization_context(world.acme.pk):
        assert not Answer.objects.filter(status="met").exists()


@pytest.mark.parametrize("sent", [{}, {"version": "x\0", "fingerprint": "y\0"}, {"version": "²"}])
def test_accepting_without_sound_values_changes_nothing(world, case, sent):
    assert world.client(world.cai).post(case.url("suggestion_accept", KEY), sent).status_code == 409


def test_disagreement_is_shown_with_its_number(world, case, scanned):
    scanned(root_no_access_keys=["fail", "fail", "fail"], root_no_signing_certificates="pass")
    browser = world.client(world.cai)
    browser.post(case.url("answer_save", KEY), {"status": "met", "version": "0"})

    assert "The answer is “met”, but the scan found 3 failing resources." in page_of(browser, case)
    assert (
        "The answer is “met”, but the scan found 3 failing resources."
        in browser.get(case.url("workload_detail")).content.decode()
    )


def test_text_from_the_scanned_account_is_inert(world, case, scanned):
    run = scanned(root_no_access_keys="fail")
    with organization_context(world.acme.pk):
        run.findings.update(message="<script>alert(1)</script>", resource="<img src=x>")

    page = page_of(world.client(world.ben), case)

    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_a_reviewer_reads_and_gets_no_form(world, case, scanned):
    scanned(root_no_access_keys="pass", root_no_signing_certificates="pass")

    page = page_of(world.client(world.ben), case)

    assert "No response yet." in page
    for name in ("answer_save", "suggestion_accept", "evidence_upload"):
        assert case.url(name, KEY) not in page
