"""Long texts as people paste them: line ends made one kind, and what cannot be stored refused by name."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.catalog.cleaning import REORDERING

BREAKS = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n"}  # the last two come with text out of Office


class PlainTextField(forms.CharField):
    """Like CharField, but a browser's CRLF counts as one character, and control characters have a clear message."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Its message names nothing; ours below comes first and says which character and what to do.
        self.validators = [one for one in self.validators if type(one).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        for found, put in BREAKS.items():
            text = text.replace(found, put)
        return text

    def validate(self, value: str) -> None:
        super().validate(value)
        for character in value:
            if self.is_forbidden(character):
                raise ValidationError(
                    f"This text contains a character that is not supported (U+{ord(character):04X}). "
                    "Remove it, or type the text instead of pasting it.",
                    code="forbidden_character",
                )

    def is_forbidden(self, character: str) -> bool:
        return character not in "\n\t" and unicodedata.category(character) in ("Cc", "Cs")


class OneLineField(PlainTextField):
    """A name: no line breaks, and no mark that turns round what stands beside it in lists, mails and packs."""

    def is_forbidden(self, character: str) -> bool:
        return super().is_forbidden(character) or character in REORDERING

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())
