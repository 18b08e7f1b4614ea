"""Connecting an account. There is no field for an external id, a role or a key, and there must never be one."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.html import format_html

from ftrportal.common.text.lines import one_line
from scanners.engine.aws.opt_in import OPT_INS, OptIn
from scanners.engine.aws.regions import known_regions
from scanners.models import Connection, Schedule, Stage

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
            raise forms.ValidationError("This is an ARN. Enter the account ID in it: the 12 digits between the colons.")
        if not value.isascii() or not value.isdigit():
            raise forms.ValidationError("An AWS account ID contains digits only, for example 1234 5678 9012.")
        if not _ACCOUNT_ID.fullmatch(value):
            raise forms.ValidationError(f"An AWS account ID has 12 digits; this has {len(value)}.")


STAGES = (
    (Stage.PRODUCTION.value, "Production: customers depend on the workload"),
    (Stage.NON_PRODUCTION.value, "Non-production: development, test or staging"),
    (Stage.LOG_ARCHIVE.value, "Log archive: stores the logs of your other accounts"),
    (Stage.UNKNOWN.value, "Not classified"),
)


class StageField(forms.TypedChoiceField):
    """What an account is for. Nobody has to say it; checks that need it then ask."""

    def __init__(self) -> None:
        super().__init__(
            label="Purpose of the account",
            choices=STAGES,
            coerce=Stage,
            empty_value=Stage.UNKNOWN,
            required=False,
            initial=Stage.UNKNOWN.value,
            help_text="AWS APIs do not show it. Some requirements, such as the support plan, apply "
            "to production accounts only.",
            widget=forms.RadioSelect,
        )


def _described(choice: OptIn) -> str:
    """The choice by its name, with what it is good for and what it shows us on a line of its own."""
    return format_html('{}<span class="row-note">{} {}</span>', choice.title, choice.gives, choice.sees)


class OptInField(forms.MultipleChoiceField):
    """Readings whose answers may hold secrets: none is on unless somebody ticks it."""

    def __init__(self) -> None:
        super().__init__(
            label="Optional reads",
            choices=[(one.id, _described(one)) for one in OPT_INS],
            required=False,
            help_text="Both are off by default, and the role does not allow them. Without them, the checks "
            "that need them show “Could not check”. You can pass the review without them.",
            widget=forms.CheckboxSelectMultiple,
        )


class ConnectionForm(forms.Form):
    account_id = AccountIdField(
        label="AWS account ID",
        max_length=64,
        strip=True,
        help_text="The 12 digits at the top right of the AWS console, with or without spaces and hyphens.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Name",
        max_length=80,
        required=False,
        help_text="The name your team uses for this account, for example Production.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    stage = StageField()
    opt_ins = OptInField()

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class ConnectionChangeForm(forms.Form):
    """What may change about a connection. The account, its role and the external id never do."""

    name = forms.CharField(
        label="Name", max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    stage = StageField()
    schedule = forms.TypedChoiceField(
        label="Schedule",
        choices=Schedule.choices,
        coerce=Schedule,
        empty_value=Schedule.OFF,
        required=False,
        help_text="Scheduled scans run at night in the time zone of your organization.",
    )
    regions = forms.MultipleChoiceField(
        label="Regions to scan",
        required=False,
        help_text="Choose none to scan all enabled Regions of the account, which the review requires.",
        widget=forms.CheckboxSelectMultiple,
    )
    opt_ins = OptInField()

    def __init__(self, *args: Any, connection: Connection, **kwargs: Any) -> None:
        kwargs["initial"] = {
            field: getattr(connection, field) for field in ("name", "stage", "schedule", "regions", "opt_ins")
        }
        super().__init__(*args, **kwargs)
        regions = sorted(known_regions(connection.partition))
        self.fields["regions"].choices = [(region, region) for region in regions]  # type: ignore[attr-defined]
        if connection.rollout_id is not None:
            # One template makes the roles of all accounts of a rollout, so the choice is made there.
            self.fields["opt_ins"].disabled = True
            self.fields["opt_ins"].help_text = "Set for all accounts of the AWS organization."

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])
