"""Connecting an account. There is no field for an external id, a role or a key, and there must never be one."""

from __future__ import annotations

import re
import unicodedata

from django import forms

_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u200b\ufeff]+")
_ACCOUNT_ID = re.compile(r"[0-9]{12}")


class AccountIdField(forms.CharField):
    """Twelve ASCII digits; spaces and dashes, as the AWS console shows them, are left out."""

    def to_python(self, value: object) -> str:
        text = str(super().to_python(value) or "")
        return _SEPARATORS.sub("", text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value.startswith("arn:"):
            raise forms.ValidationError("This is an ARN. Enter the account id in it: the 12 digits between the colons.")
        if not value.isascii() or not value.isdigit():
            raise forms.ValidationError("An AWS account id has digits only, like 1234 5678 9012.")
        if not _ACCOUNT_ID.fullmatch(value):
            raise forms.ValidationError(f"An AWS account id has exactly 12 digits; this has {len(value)}.")


class ConnectionForm(forms.Form):
    account_id = AccountIdField(
        label="AWS account id",
        max_length=64,
        strip=True,
        help_text="The 12 digits at the top right of the AWS console. Spaces and dashes do not matter.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        help_text="How your team calls this account, for example Production.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """One line without control characters: a name is shown in lists, titles and file names."""
        name: str = self.cleaned_data["name"]
        printable = "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in name)
        return " ".join(printable.split())
