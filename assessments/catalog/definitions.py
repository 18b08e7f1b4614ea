"""What a typed field of a requirement looks like."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

MINUTES_IN = {"minutes": 1, "hours": 60, "days": 1440}


class Frozen(BaseModel):
    """Catalogue data never changes once loaded, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """How a field is asked and stored; the stored JSON shape stands beside each."""

    TEXT = "text"  # "..."
    LONG_TEXT = "long_text"  # "...", may hold line breaks
    DATE = "date"  # "2026-03-12"
    DURATION = "duration"  # {"value": 4, "unit": "hours"}
    CHOICE = "choice"  # "key"
    MULTI_CHOICE = "multi_choice"  # ["key", ...] in the catalogue's order
    BOOLEAN = "boolean"  # true / false; not answered is absent
    EMAIL = "email"  # "..."
    PHONE = "phone"  # "+..."
    URL = "url"  # "https://..."
    NUMBER = "number"  # 7
    ACCOUNT_IDS = "account_ids"  # ["111122223333", ...]
    ROWS = "rows"  # [{"column": value, ...}, ...]


CHOOSING = frozenset({Kind.CHOICE, Kind.MULTI_CHOICE})
LENGTHS = {Kind.LONG_TEXT: 20_000, Kind.ACCOUNT_IDS: 4_000, Kind.URL: 2_000}
COLUMN_KINDS = frozenset(Kind) - {Kind.ROWS, Kind.DURATION, Kind.LONG_TEXT}


class Choice(Frozen):
    """One option. `ends_on` is the day from which the thing named no longer exists (a support plan, say)."""

    key: FieldKey
    label: Words
    help: str = ""
    ends_on: date | None = None


class Entry(Frozen):
    """What a field and a column of a rows field share.

    `unit` is the word behind a number ("minutes"); minimum and maximum bind numbers only. Durations are always
    larger than zero and shorter than ten years. `digits` makes a text hold exactly that many digits (an account id).
    """

    key: FieldKey
    label: Words
    help: str = ""
    kind: Kind
    required: bool = False
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    minimum: int = 0
    maximum: int = 1_000_000_000
    max_length: int | None = None
    digits: int | None = None

    @property
    def choice_keys(self) -> tuple[str, ...]:
        """Keys of the options, in the order they are shown."""
        return tuple(choice.key for choice in self.choices)

    def choice_label(self, key: str) -> str:
        """The words for an option; an option that is gone keeps its key, so that no stored answer turns blank."""
        return next((choice.label for choice in self.choices if choice.key == key), key)

    @property
    def length_limit(self) -> int:
        """Most characters a text may have."""
        return self.max_length or LENGTHS.get(self.kind, 500)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind in CHOOSING) != bool(self.choices):
            raise ValueError(f"field {self.key}: give choices to a choice or multi_choice field, and to no other")
        if len(set(self.choice_keys)) != len(self.choices):
            raise ValueError(f"field {self.key}: two choices share a key, rename one")
        if self.unit and self.kind is not Kind.NUMBER:
            raise ValueError(f"field {self.key}: unit is for numbers; a duration brings its own")
        if self.digits and self.kind is not Kind.TEXT:
            raise ValueError(f"field {self.key}: digits is for text")
        if self.minimum > self.maximum:
            raise ValueError(f"field {self.key}: minimum is above maximum")
        return self


class Column(Entry):
    """One column of a rows field. A required column must be filled in each row that is not blank."""

    @model_validator(mode="after")
    def _can_stand_in_a_row(self) -> Self:
        if self.kind not in COLUMN_KINDS:
            raise ValueError(f"column {self.key}: {self.kind.value} cannot stand in a row; use text or a number")
        return self


class Field(Entry):
    """One typed question of a requirement. Evidence files are not fields: they hang on the answer."""

    columns: tuple[Column, ...] = ()
    row_name: str = "row"

    @model_validator(mode="after")
    def _has_columns_if_rows(self) -> Self:
        if (self.kind is Kind.ROWS) != bool(self.columns):
            raise ValueError(f"field {self.key}: give columns to a rows field, and to no other")
        keys = [column.key for column in self.columns]
        if len(set(keys)) != len(keys):
            raise ValueError(f"field {self.key}: two columns share a key, rename one")
        return self

    def column(self, key: str) -> Column | None:
        """The column of that key, if there is one."""
        return next((column for column in self.columns if column.key == key), None)
