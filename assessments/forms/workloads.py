"""Describing a workload: its facts and its AWS accounts."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory

from assessments.forms.texts import OneLineField, PlainTextField
from assessments.models import Workload
from assessments.services.workloads import AccountDraft, WorkloadDraft
from ftrportal.common.text import account_ids

MAX_ACCOUNTS = 200
MAX_STANDARDS = 30
YES_NO = [("", "Not sure yet"), ("yes", "Yes"), ("no", "No")]
MEANING: dict[str, bool | None] = {"": None, "yes": True, "no": False}


def _question(label: str, help_text: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=YES_NO,
        required=False,
        coerce=MEANING.__getitem__,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class WorkloadForm(forms.Form):
    name = OneLineField(max_length=120, label="Name", help_text="The product name your customers know.")
    description = PlainTextField(
        max_length=4_000,
        required=False,
        label="Description",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A few sentences for reviewers: who uses it, what runs on AWS, and how it is delivered.",
    )
    handles_phi = _question(
        "Does it handle protected health information (PHI)?", "If not, the PHI section does not apply."
    )
    accesses_customer_accounts = _question(
        "Does it access customer AWS accounts?", "If not, the cross-account access section does not apply."
    )
    stores_customer_credentials = _question(
        "Does it store credentials of customers or end users?", "For example passwords, access keys or tokens."
    )
    advertises_compliance = _question(
        "Is it advertised as compliant with any standard?", "If not, the regulatory compliance section does not apply."
    )
    standards = PlainTextField(
        max_length=3_000,
        required=False,
        label="Advertised standards",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One per line, for example SOC 2 Type II or ISO 27001.",
    )

    def clean_standards(self) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in re.split(r"[\n,;]", self.cleaned_data["standards"]))
        names = tuple(dict.fromkeys(line for line in lines if line))
        if len(names) > MAX_STANDARDS or any(len(name) > 100 for name in names):
            raise ValidationError(f"Enter up to {MAX_STANDARDS} names, one per line, with up to 100 characters each.")
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        claims, names = cleaned.get("advertises_compliance"), cleaned.get("standards")
        if claims and names == ():
            self.add_error("standards", "Enter the advertised standards, or answer No above.")
        if claims is False and names:
            self.add_error(
                "standards",
                "You answered that no standard is advertised. Change that answer to Yes, or remove the standards.",
            )
        return cleaned

    def draft(self, accounts: tuple[AccountDraft, ...]) -> WorkloadDraft:
        """The workload as described; named standards are a yes."""
        given = self.cleaned_data
        unknown = given["advertises_compliance"] is None and not given["standards"]
        return WorkloadDraft(
            name=given["name"],
            description=given["description"].strip(),
            handles_phi=given["handles_phi"],
            accesses_customer_accounts=given["accesses_customer_accounts"],
            stores_customer_credentials=given["stores_customer_credentials"],
            compliance_standards=None if unknown else given["standards"],
            accounts=accounts,
        )


class AccountForm(forms.Form):
    account_id = OneLineField(max_length=40, label="AWS account ID", required=False)
    label = OneLineField(max_length=80, label="Label", required=False)
    is_production = forms.BooleanField(label="Production", required=False, initial=True)

    def clean_account_id(self) -> str:
        entered = self.cleaned_data["account_id"]
        digits = account_ids.ungrouped(entered)
        if digits and not account_ids.is_account_id(digits):
            raise ValidationError(f"“{entered[:20]}” is not an AWS account ID. Enter 12 digits.")
        return digits

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("label") and cleaned.get("account_id") == "":
            self.add_error("account_id", "Enter the account ID, or remove the row.")
        return cleaned


class BaseAccountFormSet(BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        if any(self.errors):
            return
        ids = [draft.account_id for draft in self.drafts]
        twice = next((account_id for account_id in ids if ids.count(account_id) > 1), None)
        if twice:
            raise ValidationError(f"Account {account_ids.grouped(twice)} is listed twice. Remove one row.")

    @property
    def drafts(self) -> tuple[AccountDraft, ...]:
        """The lines that were filled in."""
        lines = (form.cleaned_data for form in self.forms if form.cleaned_data.get("account_id"))
        return tuple(AccountDraft(line["account_id"], line["label"], line["is_production"]) for line in lines)


AccountFormSet = formset_factory(
    AccountForm,
    formset=BaseAccountFormSet,
    extra=2,
    max_num=MAX_ACCOUNTS,
    absolute_max=MAX_ACCOUNTS + 10,
    validate_max=True,
)


def account_lines(data: Any = None, *, initial: Any = None) -> BaseAccountFormSet:
    """The lines of the accounts, as sent or as stored."""
    lines: BaseAccountFormSet = AccountFormSet(data, prefix="accounts", initial=initial)  # type: ignore[assignment]
    return lines


def initial_of(workload: Workload) -> dict[str, Any]:
    """The form's values for a stored workload."""
    word = {None: "", True: "yes", False: "no"}
    standards = workload.compliance_standards
    return {
        "name": workload.name,
        "description": workload.description,
        "handles_phi": word[workload.handles_phi],
        "accesses_customer_accounts": word[workload.accesses_customer_accounts],
        "stores_customer_credentials": word[workload.stores_customer_credentials],
        "advertises_compliance": word[None if standards is None else bool(standards)],
        "standards": "\n".join(standards or ()),
    }
