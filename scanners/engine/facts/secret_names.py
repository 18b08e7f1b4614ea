"""What a name betrays of the value behind it."""

from __future__ import annotations

import re
from itertools import pairwise


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SECRET = _set(
    "password passwd passphrase pwd pass secret secrets token apikey privatekey accesskey credential credentials"
)
_KEY_WORDS = _set(
    "key keys salt pepper seed cipher hmac jwt sas signature signing encryption auth bearer webhook cookie"
)
_PAIRS = frozenset({("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("auth", "key")})
# "db-password-arn" says where a secret is, not what it is.
_ABOUT = _set("arn name id url uri path ttl expiry lifetime length policy rotation enabled version region")
_CUSTOMER = frozenset(["customer", "customers", "tenant", "tenants", "client", "clients"])
_KEY = _set("key keys credential credentials accesskey accesskeyid secretkey secretaccesskey secret")
MAX_NAME = 2048


def words(name: str) -> tuple[str, ...]:
    """The name's words in lower case, camel case taken apart."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name[:MAX_NAME])
    return tuple(word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word)


def names_a_key(name: str) -> bool:
    """Speaks of a key, a salt or the like, which may be public, an identifier or a place: only the value tells."""
    parts = words(name.rstrip("/").rpartition("/")[2])
    return bool(parts) and parts[-1] not in _ABOUT and "public" not in parts and bool(_KEY_WORDS.intersection(parts))


def looks_secret(name: str) -> bool:
    """The last part of the path names a secret itself, not something about one."""
    parts = words(name.rstrip("/").rpartition("/")[2])
    if not parts or parts[-1] in _ABOUT:
        return False
    return bool(_SECRET.intersection(parts)) or any(pair in _PAIRS for pair in pairwise(parts))


def looks_like_customer_key(name: str) -> bool:
    """Speaks of a customer, of AWS and of a key."""
    parts = set(words(name))
    return bool(parts & _CUSTOMER) and "aws" in parts and bool(parts & _KEY)
