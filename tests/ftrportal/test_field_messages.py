"""Errors of forms are worded by the portal, never by Django."""

from django import forms
from django.forms.fields import Field
from django.urls import get_resolver

from ftrportal.common.text.sizes import readable_size

DJANGOS = ("This field is required", "Select a valid choice", "Enter a valid", "Ensure this value")


def form_classes(base: type = forms.BaseForm) -> set[type]:
    """Every form class of our apps once all addresses, and so all forms, are imported."""
    found = set()
    for one in base.__subclasses__():
        found |= form_classes(one)
        if one.__module__.startswith(("assessments.", "ftrportal.", "scanners.")):
            found.add(one)
    return found


def test_no_field_of_our_forms_speaks_djangos_words():
    assert get_resolver().url_patterns
    fields = [
        (form, name, field) for form in form_classes() for name, field in getattr(form, "base_fields", {}).items()
    ]
    assert fields

    djangos = [
        f"{form.__name__}.{name}: {text}"
        for form, name, field in fields
        for text in field.error_messages.values()
        if str(text).startswith(DJANGOS)
    ]

    assert djangos == []


def errors_of(field: Field, value: object) -> str:
    class One(forms.Form):
        value = field

    form = One({"value": value})
    return "" if form.is_valid() else " ".join(form.errors["value"])


def test_an_error_says_what_a_right_value_looks_like():
    assert errors_of(forms.DateField(), "soon") == "Enter a date in the format YYYY-MM-DD, for example 2026-03-12."
    assert errors_of(forms.DateField(), "") == "Enter a date."
    assert errors_of(forms.IntegerField(max_value=9), "12") == "Enter 9 or less."
    assert errors_of(forms.IntegerField(), "x") == "Enter a whole number in digits, for example 4."
    assert errors_of(forms.EmailField(), "x") == "Enter one email address, for example security@example.com."
    assert errors_of(forms.ChoiceField(choices=[("a", "A")]), "b") == (
        "This option is not available. Choose one from the list."
    )
    assert errors_of(forms.CharField(max_length=2), "abc") == (
        "This text has 3 characters; the limit is 2. Shorten it."
    )


def test_sizes_have_no_empty_decimals():
    assert readable_size(25 * 1024 * 1024) == "25\xa0MB"
    assert readable_size(int(29.6 * 1024 * 1024)) == "29.6\xa0MB"
