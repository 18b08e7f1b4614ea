"""Choosing accounts of a rollout. There is no field for an external id, its base or a role, and there must be none."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from scanners.forms.connections import STAGES, OptInField
from scanners.models import Schedule

_MOST = 200  # a page shows 50
LEAVE = ("", "Leave as it is")
_ACCOUNT_ID = re.compile(r"[0-9]{12}")


class AccountIdsField(forms.Field):
    """The ticked accounts; ids that no account has are refused rather than passed over."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> list[str]:
        ids = [str(one) for one in value] if isinstance(value, list) else []
        if len(ids) > _MOST or not all(_ACCOUNT_ID.fullmatch(one) for one in ids):
            raise forms.ValidationError("Tick accounts of the list.")
        return ids


class ChoiceForm(forms.Form):
    """What to do with the ticked accounts."""

    act = forms.ChoiceField(choices=[("include", "Include"), ("leave_out", "Leave out")])
    accounts = AccountIdsField(error_messages={"required": "Tick the accounts first."})


class DescribeForm(forms.Form):
    """The same word for many connected accounts. `which` is "ticked" or "all": every one, on every page."""

    which = forms.ChoiceField(
        label="Say it of", choices=[("ticked", "The ticked accounts"), ("all", "All connected accounts")]
    )
    stage = forms.ChoiceField(label="What they are for", required=False, choices=[LEAVE, *STAGES])
    schedule = forms.ChoiceField(label="Scan by themselves", required=False, choices=[LEAVE, *Schedule.choices])
    ready = AccountIdsField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("which") == "ticked" and not cleaned.get("ready") and "ready" not in self.errors:
            self.add_error("which", "Tick at least one connected account.")
        if not self.errors and not self.wanted():
            self.add_error(None, "Choose what to say of them.")
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
        label="Connect new accounts by themselves",
        required=False,
        help_text="The StackSet creates the role in new accounts by itself. We list the accounts every day.",
    )
    opt_ins = OptInField()
