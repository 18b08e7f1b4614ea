"""The badge settings of an owner."""

from __future__ import annotations

from django import forms

from assessments.models import Badge


class BadgeForm(forms.Form):
    """The words in front of the percentage: everybody who has the address can read them."""

    label = forms.CharField(
        label="Badge label", max_length=Badge._meta.get_field("label").max_length, initial="FTR", strip=True
    )
