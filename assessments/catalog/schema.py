"""The shape of the catalogue: an edition has sections, a section requirements, a requirement fields and rules."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field as Setting
from pydantic import StringConstraints, ValidationError, field_validator, model_validator

from assessments.catalog.definitions import Choice, Column, Field, Frozen, Kind, Words
from assessments.catalog.references import broken_references
from assessments.catalog.rules import RULES, Rule

__all__ = ["Choice", "Column", "Edition", "Field", "Kind", "Requirement", "Section"]

RequirementKey = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,5}-[0-9]{3,4}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
CheckId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
FactName = Literal["handles_phi", "accesses_customer_accounts", "stores_customer_credentials", "compliance_standards"]


class Requirement(Frozen):
    """One thing the review asks for, in our own words.

    `title` is short, `statement` the requirement, `why` its reason, `how` the way to meet it, `evidence` what a
    reviewer accepts, `response_hint` what to write, `newer_checklist` what later releases changed. `aws_id` is AWS's
    ID for it, empty where AWS published none, and `aws_name` the name in AWS's list, so that a reviewer finds it.
    """

    key: RequirementKey
    aliases: tuple[RequirementKey, ...] = ()
    number: Annotated[int, Setting(ge=1, le=46)]
    section: Slug
    title: Annotated[Words, Setting(max_length=90)]
    aws_id: RequirementKey | Literal[""] = ""
    aws_name: Annotated[str, Setting(max_length=140)] = ""
    statement: Words
    why: Words
    how: Words
    evidence: Annotated[tuple[Words, ...], Setting(min_length=1)]
    response_hint: Words
    newer_checklist: str = ""
    applies_when: FactName | None = None
    fields: tuple[Field, ...] = ()
    rules: tuple[Rule, ...] = ()
    checks: Annotated[tuple[CheckId, ...], Setting(min_length=1)]

    @field_validator("rules", mode="before")
    @classmethod
    def _named_rules(cls, raw: Any) -> tuple[Rule, ...]:
        if not isinstance(raw, list | tuple):
            raise ValueError("rules: write a list of '- rule_name: {parameters}'")
        return tuple(one if isinstance(one, Rule) else _rule(one) for one in raw)

    @model_validator(mode="after")
    def _stands_together(self) -> Self:
        keys = [field.key for field in self.fields]
        for what, names in (("field keys", keys), ("checks", list(self.checks)), ("aliases", list(self.aliases))):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"{what}: {twice[0]} stands twice, remove one")
        return self

    def matches(self, query: str) -> bool:
        """Whether every word of the query occurs in the requirement's IDs, names or statement, in any case."""
        text = " ".join((self.key, *self.aliases, self.aws_id, self.aws_name, self.title, self.statement)).casefold()
        return all(word in text for word in query.casefold().split())

    @cached_property
    def fields_by_key(self) -> dict[str, Field]:
        """The fields by key, in the order they are asked."""
        return {field.key: field for field in self.fields}


class Section(Frozen):
    """A group of requirements, shown as one page. `applies_when` names the workload fact that makes it bind."""

    key: Slug
    number: Annotated[int, Setting(ge=1, le=14)]
    title: Words
    summary: Words
    applies_when: FactName | None = None
    requirements: Annotated[tuple[Requirement, ...], Setting(min_length=1)]

    @model_validator(mode="after")
    def _owns_its_requirements(self) -> Self:
        for one in self.requirements:
            if one.section != self.key:
                raise ValueError(f"{one.key}: section is {one.section}, but it stands in the file of {self.key}")
        return self


class Edition(Frozen):
    """One release of the list of requirements. Answers keep the edition they were given for.

    `sizes` says how many requirements each section has, so that a lost file or entry is noticed.
    """

    id: Slug
    title: Words
    released: date
    note: Words
    sizes: tuple[int, ...]
    sections: Annotated[tuple[Section, ...], Setting(min_length=1)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        names: dict[str, str] = {}
        for one in self.requirements:
            for name in (one.key, *one.aliases):
                if name in names:
                    raise ValueError(f"{one.key}: {name} already belongs to {names[name]}, rename one")
                names[name] = one.key
        sizes = tuple(len(section.requirements) for section in self.sections)
        if sizes != self.sizes:
            raise ValueError(f"sizes says {self.sizes}, but the sections hold {sizes}: restore what is missing")
        _counts_up([section.number for section in self.sections], "section numbers")
        _counts_up([one.number for one in self.requirements], "requirement numbers")
        if len({section.key for section in self.sections}) != len(self.sections):
            raise ValueError("two sections share a key, rename one")
        self._rules_find_their_fields()
        return self

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """All requirements, in order."""
        return tuple(one for section in self.sections for one in section.requirements)

    @cached_property
    def by_name(self) -> dict[str, Requirement]:
        """Requirements by key and by alias."""
        return {name: one for one in self.requirements for name in (one.key, *one.aliases)}

    @cached_property
    def fields_by_reference(self) -> dict[str, Field]:
        """All fields by "RES-002.rto", the way rules of another requirement name them."""
        return {f"{one.key}.{field.key}": field for one in self.requirements for field in one.fields}

    @cached_property
    def sections_by_key(self) -> dict[str, Section]:
        """Sections by key, in order."""
        return {section.key: section for section in self.sections}

    def _rules_find_their_fields(self) -> None:
        fields = {one.key: one.fields_by_key for one in self.requirements}
        for one in self.requirements:
            for rule in one.rules:
                for problem in broken_references(rule, fields[one.key], fields):
                    raise ValueError(f"{one.key}: rule {rule.name}: {problem}")


def _rule(raw: Any) -> Rule:
    if not isinstance(raw, dict) or len(raw) != 1:
        raise ValueError(f"rules: write '- rule_name: {{parameters}}', not {raw!r}")
    ((name, parameters),) = raw.items()
    if name not in RULES:
        raise ValueError(f"rules: there is no rule {name!r}; known are {', '.join(sorted(RULES))}")
    try:
        return RULES[name].model_validate(parameters)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"rules: {name}: {where}: {first['msg']}") from error


def _counts_up(numbers: list[int], what: str) -> None:
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValueError(f"{what} must count up from 1 without a gap, they are {numbers}")
