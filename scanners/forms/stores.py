"""Filtering an account's data stores and saying what they hold."""

from __future__ import annotations

from typing import Any

from django import forms

from scanners.models import StoreRole
from scanners.selectors.declarations.stores import STATES, AccountStores, StoreFilters
from scanners.services.declarations.declaring import StoreChange

ANY = ("", "All")
LEAVE, CLEAR = "", "clear"
MAX_DAYS = 36_500
MAX_FILE = 2_000_000


class StoreFilterForm(forms.Form):
    """Whatever stands in the address, the page is shown."""

    kind = forms.ChoiceField(required=False)
    state = forms.ChoiceField(required=False, label="Classification", choices=[ANY, *STATES.items()])
    region = forms.ChoiceField(required=False)
    text = forms.CharField(
        required=False, max_length=200, label="Name", widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data: object, *, stores: AccountStores) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["kind"].choices = [ANY, *((kind, kind) for kind in stores.kinds)]  # type: ignore[attr-defined]
        self.fields["region"].choices = [ANY, *((one, one) for one in stores.regions)]  # type: ignore[attr-defined]

    def filters(self) -> StoreFilters:
        """What of the address makes sense; a value that is not offered is left out."""
        self.is_valid()
        return StoreFilters(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class ClassifyForm(forms.Form):
    """One word for many stores. `which` is "ticked" or "filter": all that the filter shows, on every page."""

    which = forms.ChoiceField(
        choices=[("ticked", "Selected data stores"), ("filter", "All that match the filter")],
        initial="ticked",
        label="Apply to",
    )
    role = forms.ChoiceField(
        required=False,
        label="Role of the data",
        choices=[(LEAVE, "No change"), *StoreRole.choices, (CLEAR, "Remove classification")],
    )
    is_sensitive = forms.ChoiceField(
        required=False,
        label="Sensitive data",
        choices=[(LEAVE, "No change"), ("yes", "Yes"), ("no", "No"), (CLEAR, "Remove classification")],
    )
    keep_days = forms.IntegerField(required=False, min_value=0, max_value=MAX_DAYS, label="Restore window (days)")

    def __init__(self, data: Any = None, *, arns: list[str] | None = None) -> None:
        super().__init__(data)
        self.arns = arns or []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which") == "ticked" and not self.arns:
            self.add_error("which", "Select at least one data store.")
        nothing = not cleaned.get("role") and not cleaned.get("is_sensitive") and cleaned.get("keep_days") is None
        if nothing and not self.errors:
            self.add_error(None, "Choose at least one change.")
        return cleaned

    def changes(self, arns: list[str]) -> list[StoreChange]:
        """The same change for each store. Only of a valid form."""
        data = self.cleaned_data
        role = {LEAVE: None, CLEAR: ""}.get(data["role"], data["role"])
        is_sensitive = {LEAVE: None, CLEAR: ""}.get(data["is_sensitive"], data["is_sensitive"])
        return [StoreChange(arn, role, is_sensitive, data["keep_days"]) for arn in arns]


class StoreFileForm(forms.Form):
    """A list as it was downloaded, filled in elsewhere."""

    file = forms.FileField(label="List (CSV)")

    def clean_file(self) -> str:
        """The text of the file."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE:
            raise forms.ValidationError(f"The limit is {MAX_FILE // 1_000_000} MB. Upload the list in parts.")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                "The file is not UTF-8 text. Save it as “CSV UTF-8” and upload it again."
            ) from None
