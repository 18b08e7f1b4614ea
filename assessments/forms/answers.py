"""What the answer page sends: status, texts, typed fields, and the version all of it is based on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from assessments.catalog.fields import FORM_WIDE, clean_fields
from assessments.catalog.schema import Requirement
from assessments.forms.inputs import FieldInput, Raw, field_inputs
from assessments.forms.texts import PlainTextField
from assessments.models import Answer, AnswerStatus
from assessments.services.answers import AnswerDraft

NO_VERSION = -1  # matches no stored version, so such a save can only be a conflict


class AnswerForm(forms.Form):
    """Valid parts are usable although others are wrong: `draft` leaves out what could not be read.

    `resolve_version`, sent by the buttons of the conflict notice, is the version the person has now seen.
    """

    status = forms.ChoiceField(choices=AnswerStatus.choices)
    response = PlainTextField(
        required=False,
        max_length=20_000,
        strip=False,
        error_messages={
            "max_length": "This text has %(show_value)d characters; the limit is 20,000. Attach a file for longer text."
        },
    )
    not_applicable_reason = PlainTextField(required=False, max_length=2_000, strip=False)
    version = forms.IntegerField(min_value=0, required=False)
    resolve_version = forms.IntegerField(min_value=0, required=False)

    def __init__(self, data: QueryDict, *, requirement: Requirement) -> None:
        super().__init__(data)
        self.requirement = requirement
        self.raw = raw_of(data)
        self.fields_values, self.field_errors = clean_fields(requirement, self.raw)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        reason = cleaned.get("not_applicable_reason")
        if cleaned.get("status") == AnswerStatus.NOT_APPLICABLE and reason is not None and not reason.strip():
            self.add_error(
                "not_applicable_reason", "Enter why this does not apply. The status is not saved until then."
            )
        return cleaned

    def is_valid(self) -> bool:
        return super().is_valid() and not self.field_errors

    @property
    def form_wide_errors(self) -> list[str]:
        """What belongs to no field, under a name that templates can read."""
        return self.field_errors.get(FORM_WIDE, [])

    @property
    def base_version(self) -> int:
        # The higher one: a button pressed in an earlier conflict must not pull a later save back.
        sent = [self.cleaned_data.get(name) for name in ("version", "resolve_version")]
        return max((int(version) for version in sent if version is not None), default=NO_VERSION)

    @property
    def draft(self) -> AnswerDraft:
        reason_is_missing = "not_applicable_reason" in self.errors
        status = self.cleaned_data.get("status")
        if status == AnswerStatus.NOT_APPLICABLE and reason_is_missing:
            status = None
        return AnswerDraft(
            status=status,
            response=self.cleaned_data.get("response"),
            not_applicable_reason=self.cleaned_data.get("not_applicable_reason"),
            fields=self.fields_values,
            keep_fields=frozenset(self.field_errors),
        )

    @property
    def inputs(self) -> list[FieldInput]:
        """The typed fields with what was sent."""
        return field_inputs(self.requirement, {}, raw=self.raw, errors=self.field_errors)

    def shown(self, answer: Answer) -> dict[str, str]:
        """What the person sent, for drawing the form again."""
        return {
            "status": self.data.get("status", answer.status),
            "response": self.data.get("response", answer.response),
            "not_applicable_reason": self.data.get("not_applicable_reason", answer.not_applicable_reason),
        }


def raw_of(data: QueryDict) -> Raw:
    """A name sent once as text, a name sent several times as a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in data.lists()}


def stored(answer: Answer) -> dict[str, str]:
    """What is stored, for drawing the form."""
    return {"status": answer.status, "response": answer.response, "not_applicable_reason": answer.not_applicable_reason}
