"""Verdicts for documents that cannot be checked."""

from __future__ import annotations

from collections.abc import Iterator

from scanners.engine.checks.verdicts import Verdict, unknown
from scanners.engine.documents.roles import Template
from scanners.engine.facts.unknown import Reason, Unknown


def gap(text: str) -> Unknown:
    """A gap that a person can close; `text` is the whole message: what is missing and what to attach."""
    return Unknown(Reason.MALFORMED, "", text)


def unread(name: str, template: Template) -> Iterator[Verdict]:
    """UNKNOWN for each part of the file that only its deployment would show."""
    for part in template.unread:
        yield unknown(name, gap(f"Could not check {part} in {name}. Attach what it creates, or the deployed template."))
