"""The wording of Django's own form errors, replaced for every form of the portal in one place.

An error says what is wrong and what a right value looks like. A form may still give a field a message of its own.
"""

from __future__ import annotations

from django import forms
from django.forms.formsets import BaseFormSet

_NOT_AN_OPTION = "This option is not available. Choose one from the list."
_DATE = "Enter a date in the format YYYY-MM-DD, for example 2026-03-12."
_WHOLE_NUMBER = "Enter a whole number in digits, for example 4."

# By field class and error code; a subclass inherits what it does not name. Codes of validators count, too: a field
# prefers its own message for a code to the validator's.
MESSAGES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {
        "required": "Enter a value.",
        "invalid": "This value is not valid. Check it and enter it again.",
        "max_length": "This text has %(show_value)d characters; the limit is %(limit_value)d. Shorten it.",
        "min_length": "This text has %(show_value)d characters; the minimum is %(limit_value)d.",
        "min_value": "Enter %(limit_value)s or more.",
        "max_value": "Enter %(limit_value)s or less.",
        "null_characters_not_allowed": "This text contains a character that is not supported. Remove it.",
    },
    forms.IntegerField: {"required": "Enter a number.", "invalid": _WHOLE_NUMBER},
    forms.DateField: {"required": "Enter a date.", "invalid": _DATE},
    forms.DateTimeField: {
        "required": "Enter a date and time.",
        "invalid": "Enter a date and time in the format YYYY-MM-DD HH:MM, for example 2026-03-12 09:30.",
    },
    forms.EmailField: {
        "required": "Enter an email address.",
        "invalid": "Enter one email address, for example security@example.com.",
    },
    forms.URLField: {
        "required": "Enter a link.",
        "invalid": "Enter a link that starts with https://, for example https://example.com/runbook.",
    },
    forms.FileField: {
        "required": "Choose a file.",
        "invalid": "No file was received. Choose the file and submit the form again.",
        "missing": "No file was received. Choose the file and submit the form again.",
        "empty": "This file is empty. Choose another file.",
        "max_length": "This file name has %(length)d characters; the limit is %(max)d. Rename the file.",
    },
    forms.BooleanField: {"required": "Select this check box to continue."},
    forms.ChoiceField: {"required": "Choose an option.", "invalid_choice": _NOT_AN_OPTION},
    forms.MultipleChoiceField: {
        "required": "Choose at least one option.",
        "invalid_choice": "One of these options is not available. Choose from the list.",
        "invalid_list": "Choose from the list.",
    },
    forms.UUIDField: {"invalid": _NOT_AN_OPTION},
}
FORM_SET_MESSAGES = {
    "missing_management_form": "Part of this form was not received. Reload the page and enter it again.",
    "too_many_forms": "This list is too long; the limit is %(num)d rows. Remove some.",
    "too_few_forms": "This list is too short; the minimum is %(num)d rows.",
}


def replace_field_messages() -> None:
    """Makes fields created from now on use the messages above. Call it before any module with forms is imported."""
    for field, messages in MESSAGES.items():
        own = field.__dict__.get("default_error_messages", {})
        field.default_error_messages = {**own, **messages}
    BaseFormSet.default_error_messages = {**BaseFormSet.default_error_messages, **FORM_SET_MESSAGES}
