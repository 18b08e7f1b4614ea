"""Turns one form value into one stored value, or says what to do. Nothing here trusts what was sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from assessments.catalog.definitions import MINUTES_IN, Entry, Kind
from assessments.catalog.rules.addresses import DOMAIN
from ftrportal.common.text import account_ids

Sent = str | list[str]

TEN_YEARS_IN_MINUTES = 3650 * 1440
MAX_ACCOUNTS = 200
YEARS = range(1990, 2101)
LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,28}[0-9]")
# Marks that reorder what is shown, so that a text reads as something else than it is.
REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINE_BREAKS = frozenset("\n\u2028\u2029")


class FieldError(ValueError):
    """What was sent cannot be stored; each message tells the person what to do."""

    def __init__(self, *messages: str) -> None:
        super().__init__(*messages)
        self.messages = messages


def clean_value(entry: Entry, sent: Sent) -> Any:
    """The stored value of anything but durations and rows; blank input gives None."""
    if entry.kind is Kind.MULTI_CHOICE:
        return _multi_choice(entry, [sent] if isinstance(sent, str) else sent)
    text = _text(entry, single(sent))
    return _CLEANERS[entry.kind](entry, text) if text else None


def clean_duration(value: Sent, unit: Sent) -> dict[str, Any] | None:
    """A length of time above zero and below ten years; a unit alone, as an untouched form sends it, is blank."""
    amount, chosen = single(value).strip(), single(unit).strip()
    if not amount:
        return None
    if chosen not in MINUTES_IN:
        raise FieldError("Choose a unit: minutes, hours or days.")
    count = _whole_number(amount)
    if count <= 0:
        raise FieldError("Enter a duration above zero, for example 4.")
    if count * MINUTES_IN[chosen] >= TEN_YEARS_IN_MINUTES:
        raise FieldError("Enter a duration below 10 years.")
    return {"value": count, "unit": chosen}


def single(sent: Sent) -> str:
    """The one value of a field that has one; a name sent twice has none we could trust."""
    if isinstance(sent, str):
        return sent
    if len(sent) > 1:
        raise FieldError("This value was submitted more than once. Reload the page and enter it again.")
    return sent[0] if sent else ""


def _text(entry: Entry, raw: str) -> str:
    """The text without surrounding blanks, lengths and characters checked."""
    if len(raw) > 4 * entry.length_limit:
        raise _too_long(entry, len(raw))
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u00a0")
    many_lines = entry.kind in (Kind.LONG_TEXT, Kind.ACCOUNT_IDS)
    for character in text:
        if character in LINE_BREAKS and not many_lines:
            raise FieldError("Enter a single line. Remove the line breaks.")
        if character in "\n\t" or not _is_forbidden(character):
            continue
        raise FieldError(
            f"This text contains a character that is not supported (U+{ord(character):04X}). "
            "Remove it, or type the text instead of pasting it."
        )
    if len(text) > entry.length_limit:
        raise _too_long(entry, len(text))
    return text


def _is_forbidden(character: str) -> bool:
    """Control characters, halves of characters, and marks that reorder text."""
    return unicodedata.category(character) in ("Cc", "Cs") or character in REORDERING


def _too_long(entry: Entry, length: int) -> FieldError:
    advice = " Attach a file for longer text." if entry.kind is Kind.LONG_TEXT else ""
    return FieldError(f"This text has {length:,} characters; the limit is {entry.length_limit:,}. Shorten it.{advice}")


def _plain(entry: Entry, text: str) -> str:
    if entry.digits == account_ids.DIGITS:
        return _account_id(text)
    if entry.digits and not re.fullmatch(rf"[0-9]{{{entry.digits}}}", text):
        raise FieldError(f"“{text[:20]}” does not have {entry.digits} digits. Enter exactly {entry.digits} digits.")
    return text


def _date(_entry: Entry, text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise FieldError("Enter a date in the format YYYY-MM-DD, for example 2026-03-12.")
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise FieldError("This date does not exist. Check the day and month.") from error
    if day.year not in YEARS:
        raise FieldError(f"Enter a year from {YEARS[0]} to {YEARS[-1]}.")
    return text


def _choice(entry: Entry, text: str) -> str:
    if text not in entry.choice_keys:
        raise FieldError("This option is not available. Choose one from the list.")
    return text


def _multi_choice(entry: Entry, sent: list[str]) -> list[str]:
    wanted = {one for one in sent if one.strip()}
    if wanted - set(entry.choice_keys):
        raise FieldError("One of these options is not available. Choose from the list.")
    return [key for key in entry.choice_keys if key in wanted]


def _boolean(_entry: Entry, text: str) -> bool:
    if text not in ("yes", "no"):
        raise FieldError("Choose Yes or No.")
    return text == "yes"


def _number(entry: Entry, text: str) -> int:
    count = _whole_number(text)
    if not entry.minimum <= count <= entry.maximum:
        raise FieldError(f"Enter a number from {entry.minimum:,} to {entry.maximum:,}.")
    return count


def _whole_number(text: str) -> int:
    """ASCII digits only: what int() reads beyond them (full-width digits, underscores) is no input of a person."""
    if not re.fullmatch(r"-?[0-9]{1,10}", text):
        raise FieldError("Enter a whole number in digits, for example 4.")
    return int(text)


def _email(_entry: Entry, text: str) -> str:
    local, at, domain = text.rpartition("@")
    good = at and len(text) <= 254 and len(local) <= 64 and LOCAL_PART.fullmatch(local)
    if not good or not domain.isascii() or not DOMAIN.match(domain.lower()):
        raise FieldError("Enter one email address, for example security@example.com.")
    return f"{local}@{domain.lower()}"


def _phone(_entry: Entry, text: str) -> str:
    if not PHONE.fullmatch(text):
        raise FieldError("Enter a phone number with country code, for example +49 30 1234567.")
    return text


def _url(_entry: Entry, text: str) -> str:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _no_link() from error
    if parts.scheme not in ("https", "http") or not host or port == 0 or re.search(r"[\s<>\"'`\\]", text):
        raise _no_link()
    if parts.username is not None or parts.password is not None:
        raise FieldError("Remove the user name and password from the link.")
    return text


def _no_link() -> FieldError:
    return FieldError("Enter a link that starts with https://, for example https://example.com/runbook.")


def _account_id(text: str) -> str:
    """One AWS account ID in any grouping of its digits; stored as 12 digits."""
    digits = account_ids.ungrouped(text)
    if not account_ids.is_account_id(digits):
        raise FieldError(f"“{text[:20]}” is not an AWS account ID. Enter 12 digits.")
    return digits


def _account_ids(_entry: Entry, text: str) -> list[str]:
    """Account IDs between commas, semicolons, line breaks or blanks, each in any grouping of its digits.

    Blanks also group digits (1111 2222 3333), so groups without a separator between them are joined until they have
    12 digits; an ID that ends in the middle of a group is an error.
    """
    ids: list[str] = []
    for part in re.split(r"[,;\n\u2028\u2029]+", text):
        ids += _joined(part.split())
    ids = list(dict.fromkeys(ids))
    if len(ids) > MAX_ACCOUNTS:
        raise FieldError(f"This list has {len(ids)} accounts; the limit is {MAX_ACCOUNTS}. Attach the list as a file.")
    return ids


def _joined(groups: list[str]) -> Iterator[str]:
    """Account IDs from the blank-separated groups of one line."""
    pending = ""
    for group in groups:
        pending = f"{pending} {group}".strip()
        if len(account_ids.ungrouped(pending)) >= account_ids.DIGITS:
            yield _account_id(pending)
            pending = ""
    if pending:
        yield _account_id(pending)


_CLEANERS: dict[Kind, Callable[[Entry, str], Any]] = {
    Kind.TEXT: _plain,
    Kind.LONG_TEXT: _plain,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.BOOLEAN: _boolean,
    Kind.NUMBER: _number,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.URL: _url,
    Kind.ACCOUNT_IDS: _account_ids,
}
