"""What sign-up asks besides allauth's e-mail and password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from ftrportal.organizations.forms.organizations import visible_line
from ftrportal.organizations.models import User


class SignupForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]

    def clean_name(self) -> str:
        """The name stands in mails to others, so it stays on one line and is visible."""
        return visible_line(str(self.cleaned_data["name"]))

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth calls this once the user row exists."""
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])
