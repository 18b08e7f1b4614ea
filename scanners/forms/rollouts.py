"""Choosing accounts of a rollout. There is no field for an external id, its base or a role, and there must be none."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from scanners.forms.connections import STAGES, OptInField
from scanners.models import Schedule

_MOST = 200  # a page shows 50
LEAVE = ("", "No change")
_ACCOUNT_ID = re.compile(r"[0-9]{12}")


class AccountIdsField(forms.Field):
    """The ticked accounts; ids that no account has are refused rather than passed over."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> list[str]:
        ids = [str(one) for one in value] if isinstance(value, list) else []
        if len(ids) > _MOST or not all(_ACCOUNT_ID.fullmatch(one) for one in ids):
            raise forms.ValidationError("Select accounts from the list.")
        return ids


class ChoiceForm(forms.Form):
    """What to do with the ticked accounts."""

    act = forms.ChoiceField(choices=[("include", "Include"), ("leave_out", "Exclude")])
    accounts = AccountIdsField(error_messages={"required": "Select accounts first."})


class DescribeForm(forms.Form):
    """The same word for many connected accounts. `which` is "ticked" or "all": every one, on every page."""

    which = forms.ChoiceField(
        label="Apply to", choices=[("ticked", "Selected accounts"), ("all", "All connected accounts")]
    )
    stage = forms.ChoiceField(label="Purpose", required=False, choices=[LEAVE, *STAGES])
    schedule = forms.ChoiceField(label="Schedule", required=False, choices=[LEAVE, *Schedule.choices])
    ready = AccountIdsField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which") == "ticked" and not cleaned.get("ready") and "ready" not in self.errors:
            self.add_error("which", "Select at least one connected account.")
        if not self.errors and not self.wanted():
            self.add_error(None, "Choose at least one change.")
        return cleaned

    def wanted(self) -> dict[str, str]:
        """The columns to store, by name."""
        return {name: said for name in ("stage", "schedule") if (said := self.cleaned_data.get(name))}

    def account_ids(self) -> list[str] | None:
        """The ticked accounts; None for all. Only of a valid form."""
        return None if self.cleaned_data["which"] == "all" else self.cleaned_data["ready"]


class RolloutChangeForm(forms.Form):
    """What happens to accounts that join the organization later, and what else is read in all of them."""

    takes_new = forms.BooleanField(
        label="Connect new accounts automatically",
        required=False,
        help_text="The StackSet creates the role in new accounts automatically. FTR Portal lists the accounts daily.",
    )
    opt_ins = OptInField()
