"""Overruling whether a section applies."""

from __future__ import annotations

from django import forms

from assessments.forms.texts import OneLineField


class OverruleForm(forms.Form):
    """`applies` is the word against the facts; the reason is what a reviewer will read."""

    applies = forms.TypedChoiceField(
        choices=[("yes", "Applies"), ("no", "Does not apply")], coerce=lambda word: word == "yes"
    )
    reason = OneLineField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Reason",
        error_messages={"required": "Say why: a reviewer will ask."},
    )
