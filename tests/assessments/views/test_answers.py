"""The answer page: saved as typed, without scripts too, and never a silent overwrite."""

from __future__ import annotations

import re

import pytest

from assessments.models import Answer, AnswerRevision
from ftrportal.common.database.tenancy import organization_context

KEY = "ARC-005"  # the runbook: text, link, dates, multiple choice
HTMX = {"HX-Request": "true"}


@pytest.fixture
def save(world, case):
    def _save(values, *, member=None, htmx=True, key=KEY):
        sent = {"status": "met", "response": "We do.", "version": "0"} | values
        browser = world.client(member or world.cai)
        return browser.post(case.url("answer_save", key), sent, headers=HTMX if htmx else {})

    return _save


@pytest.fixture
def stored(world):
    def _stored():
        with organization_context(world.acme.pk):
            return Answer.objects.first()

    return _stored


def test_htmx_gets_the_new_version_rules_and_progress(save, stored):
    response = save({"field-owner": "Ada", "field-last_reviewed": "2020-01-01"})
    page = response.content.decode()

    assert response.status_code == 200
    assert response["X-Answer-Version"] == "1"
    assert re.search(r'name="version"[^>]*value="1"', page)
    assert 'id="question-nav"' in page
    assert "days ago; the limit is 365 days" in page
    assert "The answer is “met”, but:" in page
    assert "HX-Request" in response["Vary"]
    assert stored().fields == {"owner": "Ada", "last_reviewed": "2020-01-01"}


def test_without_scripts_the_button_saves_and_leads_back(save, stored, case):
    response = save({}, htmx=False)

    assert (response.status_code, response["Location"]) == (302, case.url("requirement_detail", KEY))
    assert stored().response == "We do."


@pytest.mark.parametrize("htmx", [True, False])
def test_a_wrong_date_does_not_cost_the_response(save, stored, htmx):
    response = save({"field-last_reviewed": "31.12.2025", "field-owner": "Ada", "response": "Long text"}, htmx=htmx)
    page = response.content.decode()

    assert response.status_code == 422
    assert "Enter a date in the format YYYY-MM-DD" in page
    answer = stored()
    assert (answer.response, answer.fields, answer.version) == ("Long text", {"owner": "Ada"}, 1)
    if not htmx:
        assert 'value="31.12.2025"' in page
    assert re.search(r'name="version"[^>]*value="1"', page)


def test_a_wrong_value_leaves_the_stored_one(save, stored):
    save({"field-last_reviewed": "2026-01-01"})
    save({"field-last_reviewed": "2026-99-01", "version": "1"})

    assert stored().fields == {"last_reviewed": "2026-01-01"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"status": "perfect"}, "This option is not available"),
        ({"response": "x" * 20_001}, "the limit is 20,000"),
        ({"response": "nul\0l"}, "U+0000"),
        ({"status": "not_applicable"}, "Enter why this does not apply"),
        ({"field-owner": "a\0b"}, "U+0000"),
        ({"field-nonsense": "1"}, "has no field"),
        ({"field-steps": ["detection", "made-up"]}, "One of these options is not available"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_what_cannot_be_read_is_told_beside_it(save, values, message, htmx):
    response = save(values, htmx=htmx)

    assert response.status_code == 422
    assert message in response.content.decode()


def test_lone_surrogates_do_no_harm(world, case, stored):
    body = b"status=met&version=0&response=a%ED%A0%80b"
    response = world.client(world.cai).post(
        case.url("answer_save", KEY), body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in (302, 422)
    assert "\ud800" not in (stored().response if stored() else "")


def test_twenty_thousand_characters_with_line_breaks_fit(save, stored):
    text = "line of text\r\n" * 1538  # 20,000 as the browser counts, more with its CRLF
    response = save({"response": text})

    assert response.status_code == 200
    assert stored().response == text.replace("\r\n", "\n")


@pytest.mark.parametrize("htmx", [True, False])
def test_a_conflict_shows_both_and_overwrites_nothing(world, save, stored, htmx):
    save({"response": "same\ntheirs", "status": "not_met"}, member=world.ada)
    response = save({"response": "same\nmine", "status": "met"}, htmx=htmx)
    page = response.content.decode()

    assert response.status_code == 409
    assert stored().response == "same\ntheirs"
    assert "Ada saved this answer while you were editing it" in page
    assert re.search(r"Removed: </span><span>theirs", page)
    assert re.search(r"Added: </span><span>mine", page)
    assert re.search(r'name="resolve_version" value="1"', page)
    assert re.search(r'name="version"[^>]*value="0"', page)
    if not htmx:
        assert "same\nmine</textarea>" in page


def test_a_person_decides_a_conflict_and_their_version_stays_in_the_history(world, save, stored):
    save({"response": "theirs"}, member=world.ada)
    save({"response": "mine"})
    response = save({"response": "mine and theirs", "resolve_version": "1"})

    assert response.status_code == 200
    assert stored().response == "mine and theirs"
    with organization_context(world.acme.pk):
        assert [row.response for row in AnswerRevision.objects.all()] == ["mine and theirs", "theirs"]


def test_a_version_resolved_once_does_not_pull_later_saves_back(world, save):
    save({"response": "theirs"}, member=world.ada)
    save({"response": "mine", "resolve_version": "1"})

    assert save({"response": "mine more", "resolve_version": "1", "version": "2"}).status_code == 200


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_save_without_a_sound_version_is_a_conflict_once_there_is_an_answer(world, save, version):
    save({"response": "theirs"}, member=world.ada)

    assert save({"response": "mine", "version": version}).status_code == 409


def test_text_of_people_is_inert(world, case, save):
    hostile = "<script>alert(1)</script> file:///etc/passwd [x](javascript:alert(1))"
    save({"response": hostile, "status": "not_applicable", "not_applicable_reason": hostile, "field-owner": hostile})

    for name in ("requirement_detail", "answer_history"):
        for member in (world.cai, world.ben):
            page = world.client(member).get(case.url(name, KEY)).content.decode()
            assert "&lt;script&gt;alert(1)" in page
            assert "<script>alert" not in page
            assert 'href="file:' not in page
            assert 'href="javascript:' not in page


def test_the_page_takes_at_most_fifteen_queries_of_its_own(world, case, save, scanned, own_queries):
    save({}, key="ARC-004")
    scanned(root_no_access_keys=["fail"] * 30)
    browser = world.client(world.cai)

    with own_queries(15):
        assert browser.get(case.url("requirement_detail", "ARC-004")).status_code == 200


def test_every_requirement_has_a_page(world, case):
    browser = world.client(world.cai)

    for requirement in case.edition.requirements:
        page = browser.get(case.url("requirement_detail", requirement.key))
        assert page.status_code == 200
        for field in requirement.fields:
            assert f"field-{field.key}" in page.content.decode()


def test_every_typed_field_comes_back_as_it_was_stored(world, case):
    browser = world.client(world.cai)
    values = {
        "field-rto-value": "4",
        "field-rto-unit": "hours",
        "field-custodians-0-person": "Ada",
        "field-custodians-3-person": "Ben",
        "field-root_keys_exist": "no",
        "field-support_plan": "business",
        "field-covered_accounts": "111122223333, 444455556666",
    }
    for requirement in case.edition.requirements:
        mine = {n: v for n, v in values.items() if any(n.startswith(f"field-{f.key}") for f in requirement.fields)}
        browser.post(case.url("answer_save", requirement.key), {"status": "met", "version": "0", **mine})
        page = browser.get(case.url("requirement_detail", requirement.key)).content.decode()
        sent = dict(re.findall(r'<input[^>]*name="(field-[^"]*)" value="([^"]*)"', page))
        for name in mine.keys() & {"field-rto-value", "field-custodians-0-person"}:
            assert sent[name] == mine[name]
    custodians = browser.get(case.url("requirement_detail", "ARC-001")).content.decode()
    assert re.search(r'name="field-custodians-1-person" value="Ben"', custodians)


def test_an_alias_leads_to_the_requirement(world, case):
    requirement = next(one for one in case.edition.requirements if one.aliases)

    response = world.client(world.cai).get(case.url("requirement_detail", requirement.aliases[0]))

    assert response["Location"] == case.url("requirement_detail", requirement.key)


def test_the_history_tells_who_changed_what(world, case, save):
    save({"response": "first\nsecond", "status": "not_met"})
    save({"response": "first\nthird", "status": "met", "version": "1", "field-owner": "Ada"}, member=world.ada)

    page = world.client(world.ben).get(case.url("answer_history", KEY)).content.decode()

    assert page.index("Version 2") < page.index("Version 1")
    assert re.search(r"Removed: </span><span>second", page)
    assert re.search(r"Added: </span><span>third", page)
    assert "<ins>Ada</ins>" in page


def test_a_long_history_is_paged(world, case, save):
    for version in range(22):
        save({"response": f"text {version}", "version": str(version)})

    browser = world.client(world.cai)
    assert "Version 22" in browser.get(case.url("answer_history", KEY)).content.decode()
    last = browser.get(case.url("answer_history", KEY), {"page": "2"}).content.decode()
    assert "Version 1<" in last
    assert browser.get(case.url("answer_history", KEY), {"page": "x\0"}).status_code == 200
