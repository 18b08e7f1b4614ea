"""E-mail addresses and phone numbers, reduced to what a check may know.

No address and no number is stored: only the domain, a masked name, the shape of the name and keyed digests that
allow comparing two of them within one scan.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum

_ROLE_WORDS = frozenset(
    [
        "abuse",
        "accounting",
        "accounts",
        "admin",
        "admins",
        "aws",
        "billing",
        "ciso",
        "cloud",
        "cloudops",
        "compliance",
        "contact",
        "devops",
        "devsecops",
        "engineering",
        "finance",
        "helpdesk",
        "hostmaster",
        "infosec",
        "infra",
        "infrastructure",
        "invoice",
        "invoices",
        "it",
        "itops",
        "noc",
        "oncall",
        "operations",
        "ops",
        "payable",
        "payments",
        "platform",
        "postmaster",
        "purchasing",
        "root",
        "sec",
        "secops",
        "security",
        "soc",
        "sre",
        "support",
        "sysadmin",
        "team",
        "techops",
        "webmaster",
    ]
)
_PERSONAL = re.compile(r"[a-z]{1,30}[._-][a-z]{2,30}\d{0,3}", re.ASCII)


class Shape(StrEnum):
    """What the name before the @ looks like."""

    ROLE = "role"
    PERSONAL = "personal"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One e-mail address without the address: `masked` keeps the first letter, `digest` is keyed per scan."""

    domain: str
    masked: str
    shape: Shape
    digest: str


def read_mailbox(address: str, *, key: bytes) -> Mailbox:
    """Reduce an e-mail address; text without an @ has an empty domain."""
    name, at, domain = address.strip().lower().rpartition("@")
    if not at:
        name, domain = domain, ""
    masked = f"{name[:1]}***" if name else ""
    digest = keyed_digest(f"{name}@{domain}", key=key) if name or domain else ""
    return Mailbox(domain[:253], masked, _shape(name[:64]), digest)


def keyed_digest(text: str, *, key: bytes) -> str:
    """Equal texts have equal digests under one key; empty text has none."""
    normal = "".join(text.split()).lower()
    return hmac.new(key, normal.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32] if normal else ""


def masked_phone(number: str) -> str:
    """The last three digits, or nothing."""
    digits = re.sub(r"\D", "", number)
    return f"***{digits[-3:]}" if digits else ""


def _shape(name: str) -> Shape:
    words = [word.rstrip("0123456789") for word in re.split(r"[._+\-]", name) if word]
    if any(word in _ROLE_WORDS for word in words):
        return Shape.ROLE
    return Shape.PERSONAL if _PERSONAL.fullmatch(name) else Shape.OTHER
