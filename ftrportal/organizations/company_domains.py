"""Which e-mail domains can be a company's own."""

from __future__ import annotations

import re

from ftrportal.common.text.mail_domains import is_free_mail

MAX_DOMAINS = 20
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Endings under which companies register, and which nobody owns: without them `co.uk` would make half of Britain one.
_SHARED_ENDINGS = frozenset({"ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"})
_COUNTRY_LENGTH = 2


class DomainRefused(ValueError):
    """The domain is not taken; the text says why."""


def company_domain(text: str) -> str:
    """One domain in its plain form. Raises DomainRefused."""
    domain = text.strip().lower().removeprefix("@").removesuffix(".")
    labels = domain.split(".")
    if not domain.isascii():
        raise DomainRefused("Enter the domain in ASCII letters (xn-- form), for example xn--bcher-kva.example.")
    if len(domain) > 253 or len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        raise DomainRefused(f"“{text.strip()[:80]}” is not a domain. Enter one like example.com.")
    if labels[-1].isdigit():
        raise DomainRefused("An IP address is not a domain. Enter one like example.com.")
    if is_free_mail(domain):
        raise DomainRefused(f"{domain} is a public email provider. Enter a domain that your company owns.")
    if len(labels) == 2 and labels[0] in _SHARED_ENDINGS and len(labels[1]) == _COUNTRY_LENGTH:
        raise DomainRefused(f"{domain} is a shared domain ending. Enter the domain of your company.")
    return domain
