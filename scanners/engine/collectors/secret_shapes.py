"""Recognises secrets among variables. What leaves here is the variable's name and a detector's, never a value.

Shapes that nothing but a secret has are certain; a name that speaks of a secret beside a plain value is a question.
The shapes are those that the issuers publish so that scanners can find them.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scanners.engine.aws.errors import shortened
from scanners.engine.collectors.secret_tokens import TOKENS
from scanners.engine.facts.config_secrets import PlainSecret
from scanners.engine.facts.secret_names import looks_secret, names_a_key

MAX_VALUE = 65_536
WITHHELD = "(a name that is a secret itself)"
_MAX_NAME = 120

_KEY_ID = re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])")
_KEY_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_ENCODED_PEM = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,80}")
_URL_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]{1,30}://[^\s/:@?#\"']{0,200}:([^\s@\"']{1,500})@[^\s@]", re.IGNORECASE)
_PARAMETER_PASSWORD = re.compile(
    r"(?:^|[;?&\s])(?:password|passwd|pwd|accountkey|sharedaccesskey|secretkey|apikey)=([^;&\s]{1,500})", re.IGNORECASE
)
_WEB_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}")
_PLACEHOLDER = re.compile(r"\$\{?\w|\$\(|\{\{|<[^>]*>?$|%[\w(]|\*+$|x{3,}$|\.{3}$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"arn:|ssm:|secretsmanager:|\{\{resolve:|\$\{?[A-Za-z_]|[a-z][a-z0-9+.-]*://[^@]*$|[0-9]{1,6}$"
    r"|(?:true|false|yes|no|on|off|none|null|enabled|disabled)$",
    re.IGNORECASE,
)
_PATH = re.compile(r"/?[\w.+@-]{1,60}(?:/[\w.+@-]{1,60}){1,15}/?")
_KEY_MATERIAL = re.compile(r"(?:0x)?[0-9A-Fa-f]{32,}|[A-Za-z0-9+/_-]{32,}={0,2}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MAX_LEAVES, _MAX_DEPTH, _MAX_NESTED = 2_000, 12, 3
_HEX_DENSE = 2.5  # bits a character: random hex has nearly four, a repeated digit none
_DENSE = 4.0  # bits a character: paths of words stay below, random texts of a key's length do not


def plain_secrets(variables: Iterable[tuple[str, str]]) -> tuple[PlainSecret, ...]:
    """What is found among the variables of one configuration, each variable at most once, certain finds first."""
    given = [(name, value[:MAX_VALUE]) for name, value in variables]
    has_key_id = any(_KEY_ID.search(value) for _, value in given)
    found = [one for name, value in given for one in _judged(name, value, has_key_id)]
    return tuple(sorted(set(found), key=lambda one: (not one.is_certain, one.variable, one.detector)))


def _judged(name: str, value: str, has_key_id: bool) -> Iterator[PlainSecret]:
    if detector := _certain(name, "", has_key_id=False):
        yield PlainSecret(WITHHELD, detector, True)
        return
    shown = shortened(name)[:_MAX_NAME]
    if (detector := _certain(value, name, has_key_id)) or (detector := _inside_json(value, has_key_id)):
        yield PlainSecret(shown, detector, True)
    elif detector := _suspected(name, value) or _suspected_in_json(value):
        yield PlainSecret(shown, detector, False)


def _inside_json(value: str, has_key_id: bool) -> str:
    """A certain secret among the texts of a JSON value: a text may be escaped, or need its own name."""
    found = (_certain(text, key, has_key_id) for key, text in _leaves(value))
    return next(filter(None, found), "")


def _suspected_in_json(value: str) -> str:
    return next(filter(None, (_suspected(key, text) for key, text in _leaves(value))), "")


def _leaves(value: str) -> tuple[tuple[str, str], ...]:
    """The texts of a value that is JSON, with the key above each; JSON within a text is read too. Bounded."""
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, object, int, int]] = [("", value, 0, 0)]
    while waiting and len(found) < _MAX_LEAVES:
        key, one, depth, nested = waiting.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(one, dict):
            waiting += [(str(name), inner, depth + 1, nested) for name, inner in one.items()]
        elif isinstance(one, list):
            waiting += [(key, inner, depth + 1, nested) for inner in one]
        elif isinstance(one, str):
            inner = _from_json(one) if nested < _MAX_NESTED else None
            if isinstance(inner, dict | list):
                waiting.append((key, inner, depth, nested + 1))
            elif nested:
                found.append((key, one))
    return tuple(found)


def _from_json(text: str) -> object:
    """What the text holds if it is a JSON object or list."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _certain(value: str, name: str, has_key_id: bool) -> str:
    if _PRIVATE_KEY.search(value) or _is_encoded_key(value):
        return "private_key"
    for detector, shape in TOKENS:
        if shape.search(value):
            return detector
    if _KEY_SECRET.search(value) and (has_key_id or "secretaccesskey" in re.sub(r"[^a-z]", "", name.lower())):
        return "aws_secret_access_key"
    if any(not _PLACEHOLDER.match(found) for found in _URL_PASSWORD.findall(value)):
        return "url_with_password"
    if "://" in value and any(not _PLACEHOLDER.match(found) for found in _PARAMETER_PASSWORD.findall(value)):
        return "url_with_password"
    return ""


def _suspected(name: str, value: str) -> str:
    if _KEY_ID.search(value):
        return "aws_access_key_id"
    if _WEB_TOKEN.search(value):
        return "json_web_token"
    if any(not _PLACEHOLDER.match(found) for found in _PARAMETER_PASSWORD.findall(value)):
        return "connection_string_with_password"
    value = value.strip()
    if looks_secret(name) and value and not _is_reference(value):
        return "name_of_a_secret"
    return "key_material" if names_a_key(name) and _is_key_material(value) else ""


def _is_key_material(value: str) -> bool:
    """Hex or base64 of at least 128 bits that is neither an identifier nor a path of words."""
    if not _KEY_MATERIAL.fullmatch(value) or _UUID.fullmatch(value):
        return False
    is_hex = all(one in "0123456789abcdefABCDEFx" for one in value)
    return _density(value) >= (_HEX_DENSE if is_hex else _DENSE)


def _is_encoded_key(value: str) -> bool:
    for found in _ENCODED_PEM.findall(value):
        try:
            begin = base64.b64decode(found[: len(found) // 4 * 4]).decode("latin-1")
        except binascii.Error:
            continue
        if _PRIVATE_KEY.search(begin):
            return True
    return False


def _is_reference(value: str) -> bool:
    """Says where the secret is, or whether there is one; a text as dense as a key is none, whatever its shape."""
    if _REFERENCE.match(value):
        return True
    return _PATH.fullmatch(value) is not None and _density(value) < _DENSE


def _density(value: str) -> float:
    counts, length = Counter(value), len(value)
    return -sum(count / length * math.log2(count / length) for count in counts.values())
