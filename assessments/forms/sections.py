"""Overriding whether a section applies."""

from __future__ import annotations

from django import forms

from assessments.forms.texts import OneLineField


class OverruleForm(forms.Form):
    """`applies` overrides the workload facts; reviewers read the reason."""

    applies = forms.TypedChoiceField(
        choices=[("yes", "Applies"), ("no", "Does not apply")], coerce=lambda word: word == "yes"
    )
    reason = OneLineField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="Reason",
        error_messages={"required": "Enter a reason. Reviewers read it."},
    )
