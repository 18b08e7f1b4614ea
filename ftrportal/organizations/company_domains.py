"""Which email domains can be a company's own."""

from __future__ import annotations

import re

from tldextract import TLDExtract

from ftrportal.common.text.mail_domains import is_free_mail, plain_domain

MAX_DOMAINS = 20
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# The public suffix list that the package bundles, private suffixes (github.io) included. Nothing is fetched or cached.
_SUFFIXES = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


class DomainRefused(ValueError):
    """The domain is not accepted; the text says why and what a right one looks like."""


def company_domain(text: str) -> str:
    """One domain in lower case. Raises DomainRefused.

    Letters outside ASCII are refused with the form to enter, because many of them look like others.
    Refuses public suffixes (co.uk, github.io: Public Suffix List) and domains at which anyone can get an address.
    """
    domain = plain_domain(text)
    if not text.strip().isascii() and domain.isascii():
        raise DomainRefused(f"Enter this domain in its ASCII form: {domain}.")
    labels = domain.split(".")
    if len(domain) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise DomainRefused(f"“{text.strip()[:80]}” is not a domain. Enter one like example.com.")
    if labels[-1].isdigit():
        raise DomainRefused("An IP address is not a domain. Enter a domain like example.com.")
    if is_free_mail(domain):
        raise DomainRefused(f"{domain} is a public email provider. Enter a domain that your company owns.")
    if not _SUFFIXES.extract_str(domain).domain:
        raise DomainRefused(f"{domain} is a suffix that many companies share. Enter your company's own domain.")
    return domain
