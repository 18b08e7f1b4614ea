"""What sign-up asks besides allauth's e-mail and password."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from ftrportal.organizations.models import User


class SignupForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth calls this once the user row exists."""
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])
