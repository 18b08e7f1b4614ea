"""Choosing accounts of a rollout. There is no field for an external id, its base or a role, and there must be none."""

from __future__ import annotations

import re

from django import forms

from scanners.forms.connections import OptInField

_MOST = 200  # a page shows 50
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


class RolloutChangeForm(forms.Form):
    """What happens to accounts that join the organization later, and what else is read in all of them."""

    takes_new = forms.BooleanField(
        label="Connect new accounts by themselves",
        required=False,
        help_text="The StackSet creates the role in new accounts by itself. We list the accounts every day.",
    )
    opt_ins = OptInField()
