"""Wrong catalogue data is refused with the file, the key and what to do."""

from pathlib import Path

import pytest

from assessments.catalog import CatalogError
from assessments.catalog.load import read_edition

HEAD = "id: {name}\ntitle: T\nreleased: 2021-01-01\nnote: N.\nsizes: [1]\n"
SECTION = """
key: one
number: 1
title: One
summary: S.
requirements:
- key: ABC-001
  number: 1
  title: T
  statement: S.
  why: W.
  how: H.
  evidence: [E]
  response_hint: R.
  checks: [a_check]
  fields:
  - {key: day, label: Day, kind: date}
  - {key: kind, label: Kind, kind: choice, choices: [{key: a, label: A}]}
  - key: list
    label: List
    kind: rows
    columns: [{key: name, label: Name, kind: text}]
  rules:
  - max_age_days: {field: day, days: 5}
"""


@pytest.fixture
def read(tmp_path: Path):
    def reader(old: str = "", new: str = "", *, head: str = HEAD, file: str = "01-one.yaml"):
        assert old in SECTION
        folder = tmp_path / "trial"
        folder.mkdir(exist_ok=True)
        (folder / "edition.yaml").write_text(head.format(name="trial"))
        (folder / file).write_text(SECTION.replace(old, new, 1) if old else SECTION)
        return read_edition(folder)

    return reader


def test_good_data_is_read(read):
    assert [one.key for one in read().requirements] == ["ABC-001"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: date", "kind: data", "ABC-001.fields.0.kind"),
        ("why: W.", "wy: W.", "ABC-001.w"),
        ("checks: [a_check]", "checks: [A-Check]", "ABC-001.checks.0"),
        ("checks: [a_check]", "checks: [a_check, a_check]", "a_check stands twice, remove one"),
        ("key: kind", "key: day", "day stands twice, remove one"),
        ("max_age_days:", "max_age:", "there is no rule 'max_age'; known are"),
        ("days: 5", "days: 0", "max_age_days: days"),
        ("days: 5", "dayz: 5", "max_age_days"),
        ("field: day, days", "field: dai, days", "no field or column dai"),
        ("field: day, days", "field: kind, days", "kind is choice, the rule needs date"),
        ("field: day, days", "field: XYZ-001.day, days", "no field or column XYZ-001.day"),
        ("max_age_days: {field: day, days: 5}", "choice_is: {field: kind, accepted: [b]}", "kind has no option b"),
        ("max_age_days: {field: day, days: 5}", "rows_filled: {field: list, columns: [x]}", "no field or column x"),
        ("days: 5}", "days: 5, when: {field: kind, any_of: [b]}}", "kind has no option b"),
        ("days: 5}", "days: 5, when: {field: kind}}", "give either any_of or none_of"),
        ("number: 1\n  title: T", "number: 2\n  title: T", "requirement numbers must count up"),
        ("number: 1\n  title: T", "number: 47\n  title: T", "ABC-001.number"),
        ("title: One", "title: One\ntitle: Two", "'title' stands twice"),
        ("title: One", "title: [", "is not valid YAML"),
        ("kind: text}", "kind: duration}", "duration cannot stand in a row"),
        ("choices: [{key: a, label: A}]", "choices: []", "give choices to a choice"),
        ("key: ABC-001", "key: abc1", "abc1.key"),
        ("key: ABC-001", "key: ABC-001\n  section: other", "stands in the file of one"),
    ],
)
def test_wrong_data_names_file_and_key(read, old, new, told):
    with pytest.raises(CatalogError) as caught:
        read(old, new)

    assert told in str(caught.value)
    assert "trial" in str(caught.value)


def test_a_lost_requirement_is_noticed(read):
    with pytest.raises(CatalogError, match="restore what is missing"):
        read(head=HEAD.replace("[1]", "[2]"))


def test_a_file_must_be_named_like_its_section(read):
    with pytest.raises(CatalogError, match=r"rename the file to 01-one\.yaml"):
        read(file="02-one.yaml")


def test_an_edition_is_named_like_its_folder(read):
    with pytest.raises(CatalogError, match="like the folder"):
        read(head=HEAD.replace("{name}", "other"))


def test_an_alias_belongs_to_one_requirement(read):
    with pytest.raises(CatalogError, match="already belongs to ABC-001"):
        read("number: 1\n  title: T", "aliases: [ABC-001]\n  number: 1\n  title: T")


def test_a_missing_head_is_told(tmp_path):
    with pytest.raises(CatalogError, match="add the file"):
        read_edition(tmp_path)
