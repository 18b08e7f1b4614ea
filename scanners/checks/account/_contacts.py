"""What contact checks share."""

from __future__ import annotations

FREE_MAIL = frozenset(
    [
        "aol.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "web.de",
        "yahoo.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    ]
)


def is_company_domain(domain: str, company_domains: tuple[str, ...]) -> bool:
    """One of the company's domains or below one."""
    wanted = [one.strip().lower().lstrip(".@") for one in company_domains]
    return any(domain == one or domain.endswith("." + one) for one in wanted if one)
