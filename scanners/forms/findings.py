"""Filtering a scan's findings; whatever stands in the address, the page is shown."""

from __future__ import annotations

from django import forms

from scanners.selectors.scans.findings import Choices, Filters
from scanners.selectors.scans.order import OUTCOMES, SEVERITIES

_OUTCOME_LABELS = {
    "fail": "Fail",
    "unknown": "Unknown",
    "review": "Needs review",
    "pass": "Pass",
    "not_applicable": "Not applicable",
}
ANY = ("", "All")


class FindingFilterForm(forms.Form):
    outcome = forms.ChoiceField(
        required=False, choices=[ANY, *((outcome.value, _OUTCOME_LABELS[outcome.value]) for outcome in OUTCOMES)]
    )
    severity = forms.ChoiceField(
        required=False, choices=[ANY, *((severity.value, severity.value.capitalize()) for severity in SEVERITIES)]
    )
    check = forms.ChoiceField(required=False)
    region = forms.ChoiceField(required=False)
    text = forms.CharField(
        required=False, max_length=200, label="Text", widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data: object, *, offered: Choices) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["check"].choices = [ANY, *offered.checks]  # type: ignore[attr-defined]
        self.fields["region"].choices = [ANY, *offered.regions]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """What of the address makes sense; a value that is not offered is left out."""
        self.is_valid()
        return Filters(**{name: self.cleaned_data.get(name, "") for name in self.fields})
