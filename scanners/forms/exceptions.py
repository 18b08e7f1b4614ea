"""Why a finding is accepted, by whom and how long."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ftrportal.common.text.lines import one_line
from scanners.selectors.scans.exceptions import today
from scanners.services.scans.exceptions import LONGEST


class ExceptionForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        min_length=10,
        max_length=1000,
        help_text="What limits the risk, and what will be done before the end date. The reason is "
        "shown with the finding.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    approver = forms.CharField(
        label="Approved by", max_length=150, help_text="Name and role of the person who is allowed to accept the risk."
    )
    ends_on = forms.DateField(
        label="Until",
        help_text="The last day in UTC, at most one year from today. After it, the finding counts again.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].widget.attrs["max"] = (today() + LONGEST).isoformat()

    def clean_reason(self) -> str:
        return one_line(self.cleaned_data["reason"])

    def clean_approver(self) -> str:
        return one_line(self.cleaned_data["approver"])

    def clean_ends_on(self) -> date:
        """After today, within a year: the service says the same."""
        ends_on: date = self.cleaned_data["ends_on"]
        if not today() < ends_on <= today() + LONGEST:
            raise forms.ValidationError("Choose a date after today and within one year.")
        return ends_on
