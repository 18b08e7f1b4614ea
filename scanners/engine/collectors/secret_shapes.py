"""Recognises secrets among variables. What leaves here is the variable's name and a detector's, never a value.

Shapes that nothing but a secret has are certain; a name that speaks of a secret beside a plain value is a question.
The shapes are those that the issuers publish so that scanners can find them.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scanners.engine.aws.errors import shortened
from scanners.engine.facts.config_secrets import PlainSecret
from scanners.engine.facts.secret_names import looks_secret

MAX_VALUE = 65_536
WITHHELD = "(a name that is a secret itself)"
_MAX_NAME = 120

_KEY_ID = re.compile(r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])")
_KEY_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_ENCODED_PEM = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,80}")
_URL_PASSWORD = re.compile(r"[a-z][a-z0-9+.-]{1,30}://[^\s/:@?#\"']{0,200}:([^\s@\"']{1,500})@[^\s@]", re.IGNORECASE)
_PARAMETER_PASSWORD = re.compile(r"(?:^|[;?&\s])(?:password|passwd|pwd)=([^;&\s]{1,500})", re.IGNORECASE)
_WEB_TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}")
_TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![A-Za-z0-9_])(?:{shape})"))
    for name, shape in (
        ("anthropic_key", r"sk-ant-[A-Za-z0-9_-]{20,}"),
        ("databricks_token", r"dapi[0-9a-f]{32}"),
        ("digitalocean_token", r"do[opr]_v1_[0-9a-f]{64}"),
        ("github_token", r"gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60}"),
        ("gitlab_token", r"gl(?:pat|dt|rt|ptt|oas)-[A-Za-z0-9_-]{20}"),
        ("google_api_key", r"AIza[A-Za-z0-9_-]{35}"),
        ("hugging_face_token", r"hf_[A-Za-z]{34}"),
        ("npm_token", r"npm_[A-Za-z0-9]{36}"),
        ("openai_key", r"sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20}"),
        ("pypi_token", r"pypi-AgE[A-Za-z0-9_-]{50}"),
        ("sendgrid_key", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
        ("shopify_token", r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
        ("slack_token", r"xox[abeoprs]-[A-Za-z0-9-]{10}|xapp-[0-9]-[A-Za-z0-9-]{10}"),
        ("slack_webhook", r"https://hooks\.slack\.com/services/T[A-Za-z0-9]+/B[A-Za-z0-9]+/[A-Za-z0-9]{20}"),
        ("stripe_key", r"[rs]k_live_[A-Za-z0-9]{20}"),
    )
)
_PLACEHOLDER = re.compile(r"\$\{?\w|\$\(|\{\{|<[^>]*>?$|%[\w(]|\*+$|x{3,}$|\.{3}$", re.IGNORECASE)
_REFERENCE = re.compile(
    r"arn:|ssm:|secretsmanager:|\{\{resolve:|\$\{?[A-Za-z_]|[a-z][a-z0-9+.-]*://[^@]*$|[0-9]{1,6}$"
    r"|(?:true|false|yes|no|on|off|none|null|enabled|disabled)$",
    re.IGNORECASE,
)
_PATH = re.compile(r"/?[\w.+@-]{1,60}(?:/[\w.+@-]{1,60}){1,15}/?")
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
    if detector := _certain(value, name, has_key_id):
        yield PlainSecret(shown, detector, True)
    elif detector := _suspected(name, value):
        yield PlainSecret(shown, detector, False)


def _certain(value: str, name: str, has_key_id: bool) -> str:
    if _PRIVATE_KEY.search(value) or _is_encoded_key(value):
        return "private_key"
    for detector, shape in _TOKENS:
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
    return "name_of_a_secret" if looks_secret(name) and value.strip() and not _is_reference(value.strip()) else ""


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
