"""What an admin declares about the company."""

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
        help_text="As it stands in the contact information of your AWS accounts. Empty: the name of the organization.",
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    company_domains = forms.CharField(
        label="E-mail domains of the company",
        max_length=6000,
        required=False,
        help_text="One a line, like example.com. Root users' and contacts' addresses are compared with them.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    is_contact_phone_attested = forms.BooleanField(
        label="The phone numbers of our AWS contacts belong to the company, not to one person",
        required=False,
        help_text="AWS cannot tell whose number it is. Whoever ticks this vouches for it; the audit trail names them.",
    )

    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=[(zone, zone) for zone in time_zones()],
        required=False,
        help_text="Scheduled scans run between one and five at night there, from the next one on.",
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
            raise forms.ValidationError(f"Enter at most {MAX_DOMAINS} domains.")
        try:
            return sorted({company_domain(word) for word in words})
        except DomainRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
