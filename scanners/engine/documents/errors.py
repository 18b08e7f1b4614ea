"""Errors of documents that cannot be checked."""

from __future__ import annotations


class UnreadableError(Exception):
    """The document could not be understood; the message says what is wrong with it and what to do."""
