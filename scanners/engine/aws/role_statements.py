"""Reads the statements of a policy document that somebody else wrote: whom, what, on what, under which external id."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote


class OddDocument(ValueError):
    """A policy document that is not built as policy documents are."""


def parse_document(document: object) -> Mapping[str, Any]:
    """A policy document as botocore hands it over: parsed already, or as (URL-encoded) text."""
    if isinstance(document, str):
        text = document if document.lstrip().startswith("{") else unquote(document)
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise OddDocument("not JSON") from error
    if not isinstance(document, Mapping):
        raise OddDocument("not an object")
    return document


def external_ids(statement: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each value the statement compares the external id with, and by which operator in lower case."""
    condition = element(statement, "Condition") or {}
    if not isinstance(condition, Mapping):
        raise OddDocument("condition")
    for operator, tests in condition.items():
        if not isinstance(tests, Mapping):
            raise OddDocument("condition")
        for key, value in tests.items():
            if str(key).lower() == "sts:externalid":
                yield from ((str(operator).lower(), text) for text in texts_of(value))


def principals_of(statement: Mapping[str, Any]) -> Iterator[str]:
    """Whom the statement names; another kind than AWS stands before its value."""
    if element(statement, "NotPrincipal") is not None:
        yield "*"
    principal = element(statement, "Principal")
    if isinstance(principal, str):
        yield principal
    elif isinstance(principal, Mapping):
        for kind, value in principal.items():
            yield from (text if str(kind).lower() == "aws" else f"{kind} {text}" for text in texts_of(value))


def grants_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each allowed action with its resource; what is said by exclusion counts as everything."""
    for statement in statements_of(document):
        if effect_of(statement) != "allow":
            continue
        if element(statement, "NotAction") is not None or element(statement, "NotResource") is not None:
            yield "*", "*"
            continue
        for action in texts_of(element(statement, "Action")):
            for resource in texts_of(element(statement, "Resource")):
                yield action, resource


def denials_in(document: Mapping[str, Any]) -> Iterator[str]:
    """Each action that is denied on everything and under no condition."""
    for statement in statements_of(document):
        is_whole = element(statement, "Resource") in ("*", ["*"]) and element(statement, "Condition") in (None, {})
        if effect_of(statement) == "deny" and is_whole and element(statement, "Action") is not None:
            yield from texts_of(element(statement, "Action"))


def statements_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The statements, also where there is one without a list. Raises OddDocument."""
    found = element(document, "Statement")
    statements = found if isinstance(found, list) else [found]
    if not all(isinstance(statement, Mapping) for statement in statements):
        raise OddDocument("statement")
    return statements


def effect_of(statement: Mapping[str, Any]) -> str:
    """The effect in lower case."""
    return str(element(statement, "Effect")).lower()


def texts_of(value: object) -> list[str]:
    """One text or several. Raises OddDocument."""
    values: list[object] = value if isinstance(value, list) else [value]
    texts = [text for text in values if isinstance(text, str)]
    if not texts or len(texts) != len(values):
        raise OddDocument("value")
    return texts


def element(mapping: Mapping[str, Any], name: str) -> Any:
    """Element names of policies are written in any case by some tools, and IAM accepts that for several."""
    if name in mapping:
        return mapping[name]
    return next((value for key, value in mapping.items() if str(key).lower() == name.lower()), None)
