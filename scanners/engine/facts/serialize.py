"""Facts to JSON and back: scans store them as raw evidence, and judge them again later.

A dataclass becomes an object that names its class, so that `T | Unknown` can be told apart. Reading is guided by the
class's own annotations and refuses what does not fit. Older stored facts may lack fields that were added since: a
field with a default takes it, a field that may be Unknown becomes Unknown(NOT_COLLECTED); nothing turns into None.
"""

from __future__ import annotations

import json
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from scanners.engine.facts.regional import Regional
from scanners.engine.facts.roots import ROOT_FACTS
from scanners.engine.facts.unknown import Reason, Unknown

_CLASS = "~"


class StoredFactsError(ValueError):
    """Stored JSON does not describe the facts it should."""


def to_text(value: object) -> str:
    """A fact, or anything a fact may hold, as JSON text; the same fact gives the same text."""
    return json.dumps(value, default=_shallow, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def to_json(value: object) -> Any:
    """The same as JSON types."""
    return json.loads(to_text(value))


def from_json(annotation: Any, data: object) -> Any:
    """Rebuild a value of the annotated type; the reverse of `to_json`."""
    if is_dataclass(annotation):
        return _dataclass(annotation, data)
    origin = get_origin(annotation)
    if origin is Union or origin is types.UnionType:
        return _union(get_args(annotation), data)
    if origin is tuple:
        if not isinstance(data, list):
            raise StoredFactsError(f"{annotation} is not a list")
        return tuple(from_json(get_args(annotation)[0], item) for item in data)
    return _scalar(annotation, data)


def facts_to_text(facts: Mapping[type, object]) -> Iterator[tuple[str, str]]:
    """Everything one scan collected: class names and JSON texts in name order, one after the other.

    A regional fact holds one entry per region. The whole of a large account as one text would be the largest thing
    in a scan's memory.
    """
    for kind in sorted(facts, key=lambda one: one.__name__):
        fact = facts[kind]
        yield kind.__name__, to_text({"regions": fact.by_region} if isinstance(fact, Regional) else {"fact": fact})


def facts_to_json(facts: Mapping[type, object]) -> dict[str, Any]:
    """The same as JSON types."""
    return {name: json.loads(text) for name, text in facts_to_text(facts)}


def facts_from_json(stored: Mapping[str, Any]) -> dict[type, object]:
    """The reverse of `facts_to_json`. Classes this version does not know are left out."""
    known = {kind.__name__: kind for kind in ROOT_FACTS}
    facts: dict[type, object] = {}
    for name, entry in stored.items():
        kind = known.get(name)
        if kind is None:
            continue
        if not isinstance(entry, Mapping):
            raise StoredFactsError(f"{name} is not an object")
        either = (kind, Unknown)
        if "regions" in entry:
            if not isinstance(entry["regions"], Mapping):
                raise StoredFactsError(f"the regions of {name} are not an object")
            facts[kind] = Regional({region: _union(either, one) for region, one in entry["regions"].items()})
        else:
            facts[kind] = _union(either, entry.get("fact"))
    return facts


def _shallow(value: object) -> object:
    """One level of what `json` does not know; it comes back for what is inside."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if is_dataclass(value) and not isinstance(value, type):
        content = {name: getattr(value, name) for name in _field_names(type(value))}
        return {_CLASS: type(value).__name__, **content}
    raise TypeError(f"facts cannot hold a {type(value).__name__}")


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _dataclass(kind: Any, data: object) -> Any:
    if not isinstance(data, Mapping) or data.get(_CLASS) != kind.__name__:
        raise StoredFactsError(f"not a {kind.__name__}")
    hints = _hints(kind)
    values = {
        field.name: from_json(hints[field.name], data[field.name])
        if field.name in data
        else _absent(kind, field, hints[field.name])
        for field in fields(kind)
    }
    return kind(**values)


def _absent(kind: type, field: Field[Any], hint: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    if Unknown in get_args(hint):
        return Unknown(Reason.NOT_COLLECTED, "")
    raise StoredFactsError(f"{kind.__name__} lacks {field.name}")


def _union(choices: tuple[Any, ...], data: object) -> Any:
    if data is None and type(None) in choices:
        return None
    for choice in choices:
        if choice is type(None):
            continue
        if is_dataclass(choice) != (isinstance(data, Mapping) and _CLASS in data):
            continue
        if is_dataclass(choice) and isinstance(data, Mapping) and data[_CLASS] != choice.__name__:  # type: ignore[union-attr]
            continue
        return from_json(choice, data)
    raise StoredFactsError("no type of the union fits")


def _scalar(annotation: Any, data: object) -> Any:
    if annotation is datetime and isinstance(data, str):
        try:
            return datetime.fromisoformat(data)
        except ValueError:
            raise StoredFactsError("not a time") from None
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        try:
            return annotation(data)
        except ValueError:
            raise StoredFactsError(f"not a {annotation.__name__}") from None
    if annotation in (str, int, bool) and type(data) is annotation:
        return data
    raise StoredFactsError(f"not a {getattr(annotation, '__name__', annotation)}")
