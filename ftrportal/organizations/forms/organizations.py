"""What people enter about organizations, members and invitations. Shape only; the rules are in the services."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

from ftrportal.organizations.models import Membership, Role
from ftrportal.organizations.selectors.members import assignable_roles

ROLE_HELP = (
    "Owners have full access. Admins manage members and AWS accounts. "
    "Contributors answer requirements and start scans. Reviewers have read-only access."
)


class OrganizationForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=150,
        help_text="Your company, or the business unit under review.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_name(self) -> str:
        """The name stands in mails and documents, so it stays on one line and is visible."""
        return visible_line(str(self.cleaned_data["name"]))


def visible_line(name: str) -> str:
    """The name, unless something in it cannot be seen. Raises ValidationError."""
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in name):
        raise forms.ValidationError("The name contains invisible characters. Type it instead of pasting it.")
    return name


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in assignable_roles(actor)]  # type: ignore[attr-defined]

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InvitationForm(RoleForm):
    email = forms.EmailField(
        label="Email address", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    field_order = ["email", "role"]

    def __init__(self, *args: Any, actor: Membership, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["role"].initial = Role.CONTRIBUTOR
        self.fields["role"].help_text = ROLE_HELP

    def clean_email(self) -> str:
        """Lower case, and plain letters only: two addresses that look the same must be the same."""
        email = str(self.cleaned_data["email"])
        if not email.isascii():
            raise forms.ValidationError("Enter the email address in ASCII letters, with the domain in its xn-- form.")
        return email.lower()
