"""Mail domains: which anybody can have an address at, and which lie under a company's own.

The one list of free mail providers is `free_mail.txt`. No Django here: the checks and the catalogue read this too.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import idna

_LISTED = frozenset(Path(__file__).with_name("free_mail.txt").read_text(encoding="ascii").split())
# These exist under the endings of most countries (yahoo.co.jp, hotmail.fr), so the name counts with every ending.
_FAMILIES = frozenset({"gmail", "gmx", "googlemail", "hotmail", "rocketmail", "yahoo", "ymail"})
_ENDING_LABELS = 2
_SHORT = 3  # the first label of a two-label ending: co, com, net, org


def plain_domain(text: str) -> str:
    """A domain in the form in which two of them compare: lower case, A-labels (xn--), no dots or @ around it.

    Mapped by UTS 46 (non-transitional) and encoded by IDNA 2008, as browsers and registries do, so "straße.de" is not
    "strasse.de". A text that is no domain is returned in lower case, and so equals no real one.
    """
    bare = text.strip().lower().lstrip(".@").rstrip(".\u3002\uff0e\uff61")
    if bare.isascii():
        return bare
    try:
        return idna.encode(bare, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return bare


def is_free_mail(domain: str) -> bool:
    """Whether anybody may get an address under this domain: a free mail provider or a domain below one."""
    labels = plain_domain(domain).split(".")
    return any(_is_provider(labels[start:]) for start in range(len(labels) - 1))


def is_under(domain: str, parent: str) -> bool:
    """Whether a domain is the parent or below it; an empty one is neither."""
    one, other = plain_domain(domain), plain_domain(parent)
    return bool(one and other) and (one == other or one.endswith(f".{other}"))


def is_under_any(domain: str, parents: Iterable[str]) -> bool:
    """Whether a domain is one of the parents or below one of them."""
    return any(is_under(domain, parent) for parent in parents)


def _is_provider(labels: list[str]) -> bool:
    if ".".join(labels) in _LISTED:
        return True
    name, ending = labels[0], labels[1:]
    if name not in _FAMILIES or len(ending) > _ENDING_LABELS:
        return False
    return len(ending) == 1 or len(ending[0]) <= _SHORT
