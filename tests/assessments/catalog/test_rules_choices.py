"""What the rules about choices, addresses and accounts accept and refuse."""

from datetime import date

import pytest

from assessments import catalog
from assessments.catalog.rules import Given, addresses, choices

TODAY = date(2026, 11, 23)
PLANS = catalog.requirement("SUP-001").fields_by_key


def said(rule, today=TODAY, *, definitions=None, elsewhere=None, **values):
    result = rule.judge(Given(values, today, definitions or {}, elsewhere or {}))
    return str(result.outcome), result.code


@pytest.mark.parametrize(
    ("chosen", "outcome"), [("a", "met"), ("b", "not_met"), ("c", "incomplete"), ("", "incomplete")]
)
def test_choice_is(chosen, outcome):
    assert said(choices.ChoiceIs(field="plan", accepted=("a",), ask=("c",)), plan=chosen)[0] == outcome


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 7, 4), ("met", "met")),
        (date(2026, 7, 5), ("met", "choice_ends_soon")),
        (date(2026, 12, 31), ("met", "choice_ends_soon")),
        (date(2027, 1, 1), ("incomplete", "choice_ended")),
    ],
)
def test_a_plan_that_ends_is_told_in_time(today, expected):
    rule = choices.ChoiceNotEnded(field="support_plan", warn_days=180)

    assert said(rule, today, definitions=PLANS, support_plan="business") == expected
    assert said(rule, today, definitions=PLANS, support_plan="business_plus") == ("met", "met")


@pytest.mark.parametrize(
    ("chosen", "outcome"),
    [(["a", "b"], "met"), (["a", "b", "c"], "met"), (["a"], "not_met"), (["c"], "not_met"), ([], "incomplete")],
)
def test_required_choices(chosen, outcome):
    assert said(choices.RequiredChoices(field="what", all_of=("a", "b")), what=chosen)[0] == outcome


@pytest.mark.parametrize(("chosen", "outcome"), [(["a"], "met"), (["c"], "not_met"), ([], "incomplete")])
def test_one_of_several_is_enough(chosen, outcome):
    assert said(choices.RequiredChoices(field="what", any_of=("a", "b")), what=chosen)[0] == outcome


@pytest.mark.parametrize(("chosen", "outcome"), [(["a"], "met"), (["a", "bad"], "not_met"), ([], "incomplete")])
def test_forbidden_choices(chosen, outcome):
    assert said(choices.ForbiddenChoices(field="what", none_of=("bad",)), what=chosen)[0] == outcome


@pytest.mark.parametrize(
    ("answer", "expected", "outcome"),
    [
        (True, True, "met"),
        (False, True, "not_met"),
        (False, False, "met"),
        (True, False, "not_met"),
        (None, True, "incomplete"),
        (None, False, "incomplete"),
    ],
)
def test_yes_and_no_have_the_polarity_asked_for(answer, expected, outcome):
    assert said(choices.AnswerIs(field="q", expected=expected), q=answer)[0] == outcome


@pytest.mark.parametrize(
    ("one", "two", "outcome"),
    [(True, None, "met"), (False, True, "met"), (False, None, "incomplete"), (False, False, "not_met")],
)
def test_any_true(one, two, outcome):
    assert said(choices.AnyTrue(fields=("one", "two")), one=one, two=two)[0] == outcome


def test_filled_counts_no_and_zero_as_answers():
    rule = choices.Filled(fields=("a", "b"))

    assert said(rule, a=False, b=0)[0] == "met"
    assert said(rule, a=False, b="")[0] == "incomplete"


def test_a_text_for_a_person_never_passes_by_itself():
    rule = choices.PersonDecides(field="text")

    assert said(rule, text="because") == ("incomplete", "person_decides")
    assert rule.judge(Given({}, TODAY)) is None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ops@example.com", ("met", "met")),
        ("ops@mail.example.com", ("met", "met")),
        ("ops@notexample.com", ("not_met", "foreign_domain")),
        ("ops@example.com.evil.org", ("not_met", "foreign_domain")),
        ("ops@gmail.com", ("not_met", "free_mail")),
        ("ops@GMAIL.com", ("not_met", "free_mail")),
        ("ops@mx.gmail.com", ("not_met", "free_mail")),
        ("", ("incomplete", "missing")),
    ],
)
def test_company_address(address, expected):
    rule = addresses.CompanyDomainEmail(field="mail", domains="own")

    assert said(rule, mail=address, own="example.com\nexample.org") == expected


def test_company_address_without_a_list_refuses_free_mail_only():
    rule = addresses.CompanyDomainEmail(field="mail")

    assert said(rule, mail="a@whatever.example")[0] == "met"
    assert said(rule, mail="a@proton.me")[0] == "not_met"


@pytest.mark.parametrize(
    ("used", "own", "expected"),
    [
        ("example.com", "example.com", ("met", "met")),
        ("Aws.Example.com.", "example.com", ("met", "met")),
        ("example.com, example.net", "example.com", ("not_met", "foreign_domain")),
        ("gmail.com", "gmail.com", ("not_met", "free_mail")),
        ("root@example.com", "example.com", ("incomplete", "not_a_domain")),
        ("example.com", "", ("incomplete", "missing")),
        ("", "example.com", ("incomplete", "missing")),
    ],
)
def test_root_domains_lie_within_the_companys(used, own, expected):
    assert said(addresses.DomainsWithin(field="used", allowed="own"), used=used, own=own) == expected


def account(number, stage):
    return {"account_id": str(number) * 12, "stage": stage}


@pytest.mark.parametrize(
    ("rows", "reason", "expected"),
    [
        ([], "", ("incomplete", "missing")),
        ([account(1, "prod"), account(2, "dev")], "", ("met", "met")),
        ([account(1, "prod"), account(1, "dev")], "", ("not_met", "account_twice")),
        ([account(1, "dev")], "", ("incomplete", "no_production")),
        ([account(1, "prod"), account(2, "security")], "", ("incomplete", "no_other_stage")),
        ([account(1, "prod")], "we build elsewhere", ("incomplete", "person_decides")),
    ],
)
def test_stages_in_accounts_of_their_own(rows, reason, expected):
    rule = addresses.StagesSeparated(
        field="register", column="stage", production="prod", others=("dev",), reason="reason"
    )

    assert said(rule, register=rows, reason=reason) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], ("incomplete", "no_register")),
        ([account(1, "prod")], ("met", "met")),
        ([account(1, "prod"), account(9, "log_archive")], ("met", "met")),
        ([account(9, "prod")], ("not_met", "not_separate")),
    ],
)
def test_the_log_account_runs_no_workload(rows, expected):
    rule = addresses.AccountsApart(field="logs", register_rows="ACCT-001.register", stages=("prod", "dev"))

    assert said(rule, logs=["9" * 12], elsewhere={"ACCT-001": {"register": rows}}) == expected
