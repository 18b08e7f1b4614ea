"""The 2021 list is whole, in order, and written for people."""

import re
from datetime import date

import pytest

from assessments import catalog
from assessments.catalog import Kind

EDITION = catalog.current_edition()
REQUIREMENTS = EDITION.requirements
IN_ORDER = (
    "SUP-001 WAFR-001 ARC-001 ARC-004 ARC-003 ARC-005 ACCT-001 ACOM-001 ACOM-002 CTL-001 CTL-002 CTL-003 CTL-004 "
    "IAM-001 IAM-002 IAM-003 IAM-004 IAM-005 IAM-006 IAM-007 IAM-008 IAM-009 IAM-010 IAM-011 BAR-001 BAR-002 "
    "RES-001 RES-002 RES-004 S3-001 S3-002 S3-003 CAA-001 CAA-007 CAA-002 CAA-004 CAA-005 CAA-006 CAA-003 "
    "SDAT-001 SDAT-002 SDAT-003 SDAT-004 BAABP-001 BAABP-004 RCVP-001"
)
ALIASES = {"DR-001": "RES-001", "DR-002": "RES-002", "DR-004": "RES-004", "IAM-0010": "IAM-010", "IAM-0011": "IAM-011"}


def test_all_46_requirements_stand_in_order():
    assert " ".join(one.key for one in REQUIREMENTS) == IN_ORDER
    assert [one.number for one in REQUIREMENTS] == list(range(1, 47))


def test_the_14_sections_have_their_sizes():
    sizes = [len(section.requirements) for section in EDITION.sections]

    assert sizes == [1, 1, 4, 1, 2, 4, 11, 2, 3, 3, 7, 4, 2, 1]


@pytest.mark.parametrize(("alias", "key"), ALIASES.items())
def test_aliases_lead_to_the_key(alias, key):
    assert catalog.requirement(alias).key == key


def test_an_unknown_requirement_is_refused_by_name():
    with pytest.raises(catalog.UnknownRequirementError, match="XYZ-001"):
        catalog.requirement("XYZ-001")


@pytest.mark.parametrize("name", ["", "..", "../../etc", "ftr-2020"])
def test_an_unknown_edition_is_refused(name):
    with pytest.raises(catalog.UnknownEditionError, match="ftr-2021"):
        catalog.load_edition(name)


def test_editions_lists_what_can_be_loaded():
    assert EDITION in catalog.editions()


def test_each_check_serves_one_requirement():
    checks = [check for one in REQUIREMENTS for check in one.checks]

    assert len(checks) == 157
    assert len(set(checks)) == len(checks)
    assert all(re.fullmatch("[a-z0-9_]+", check) for check in checks)


@pytest.mark.parametrize("one", REQUIREMENTS, ids=lambda one: one.key)
def test_texts_are_sentences_of_a_readable_length(one):
    sentences = len(re.findall(r"[.!?](?:\s|$)", one.how))

    for text in (one.statement, one.why, one.how, one.response_hint):
        assert text.rstrip().endswith(".")
        assert "\n" not in text.strip()
    assert 40 <= len(one.statement) <= 320
    assert len(one.why) >= 60
    assert 2 <= sentences <= 5
    assert len(one.how) <= 560


@pytest.mark.parametrize("one", REQUIREMENTS, ids=lambda one: one.key)
def test_each_requirement_is_found_by_the_name_in_the_list_of_aws(one):
    assert one.aws_name
    assert one.matches(one.aws_name.upper())
    assert one.aws_id in ("", one.key)


def test_a_search_needs_every_word_and_knows_old_ids():
    by_key = {one.key: one for one in REQUIREMENTS}

    assert by_key["ARC-004"].matches("root ACCESS keys")
    assert by_key["RES-002"].matches("dr-002")
    assert not by_key["ARC-004"].matches("root bucket")


def test_only_requirements_without_an_official_id_show_none():
    assert {one.key for one in REQUIREMENTS if not one.aws_id} == {"ACCT-001", "SDAT-004"}


def test_no_two_texts_are_alike():
    for part in ("title", "statement", "why", "how", "response_hint"):
        texts = [getattr(one, part) for one in REQUIREMENTS]
        assert len(set(texts)) == len(texts)


def test_conditions_bind_the_right_sections():
    conditions = {section.number: section.applies_when for section in EDITION.sections if section.applies_when}

    assert conditions == {11: "accesses_customer_accounts", 13: "handles_phi", 14: "compliance_standards"}
    assert [one.key for one in REQUIREMENTS if one.applies_when] == ["IAM-011"]


def test_only_what_the_scan_decides_alone_has_no_fields():
    assert [one.key for one in REQUIREMENTS if not one.fields] == ["CTL-004", "S3-002"]
    assert all(one.rules for one in REQUIREMENTS if one.fields)


def test_support_plans_carry_the_day_they_end():
    plans = catalog.requirement("SUP-001").fields_by_key["support_plan"].choices

    ending = {plan.key for plan in plans if plan.ends_on == date(2027, 1, 1)}

    assert ending == {"developer", "business", "enterprise_on_ramp"}


def test_no_field_invites_secrets():
    words = re.compile(r"secret access key|enter (your )?(password|secret|key)", re.IGNORECASE)
    fields = [field for one in REQUIREMENTS for field in one.fields]

    assert not [field for field in fields if words.search(field.label + field.help)]


def test_every_kind_of_field_is_asked_somewhere():
    used = {kind for one in REQUIREMENTS for kind in (field.kind for field in one.fields)}

    assert used == set(Kind)
