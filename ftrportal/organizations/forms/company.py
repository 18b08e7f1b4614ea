"""Company details that an admin enters."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from django import forms

from ftrportal.organizations.company_domains import MAX_DOMAINS, DomainRefused, company_domain
from ftrportal.organizations.forms.organizations import visible_line

_BETWEEN = re.compile(r"[\s,;]+")


def time_zones() -> list[str]:
    """The zones named after places, and UTC."""
    places = (
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/"))
    )
    return ["UTC", *sorted(places)]


class CompanyForm(forms.Form):
    company_name = forms.CharField(
        label="Company name",
        max_length=150,
        required=False,
        help_text="As in the contact information of your AWS accounts. Leave empty to use the organization name.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    company_domains = forms.CharField(
        label="Company email domains",
        max_length=6000,
        required=False,
        help_text="One per line, for example example.com. Root user and contact addresses are compared with them.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    is_contact_phone_attested = forms.BooleanField(
        label="The phone numbers of our AWS contacts belong to the company, not to an individual",
        required=False,
        help_text="AWS does not show who owns a phone number. Your confirmation is recorded in the audit trail.",
    )

    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=[(zone, zone) for zone in time_zones()],
        required=False,
        help_text="Scheduled scans run between 01:00 and 05:00 in this time zone, starting with the next scan.",
    )

    def clean_time_zone(self) -> str:
        """UTC when nothing is chosen."""
        return str(self.cleaned_data["time_zone"] or "UTC")

    def clean_company_name(self) -> str:
        """It is compared with what AWS shows, so it holds nothing invisible."""
        return visible_line(str(self.cleaned_data["company_name"]))

    def clean_company_domains(self) -> list[str]:
        """Each a domain that a company can own, once, in a stable order."""
        words = [word for word in _BETWEEN.split(str(self.cleaned_data["company_domains"])) if word]
        if len(words) > MAX_DOMAINS:
            raise forms.ValidationError(f"This list has {len(words)} domains; the limit is {MAX_DOMAINS}.")
        try:
            return sorted({company_domain(word) for word in words})
        except DomainRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
