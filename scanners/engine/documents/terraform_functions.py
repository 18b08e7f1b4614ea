"""Terraform's functions that policies are put together with. One that is not here gives a computed value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from scanners.engine.documents.terraform_values import Choices, Computed, as_text, finished

Function = Callable[[list[Any], Choices, str], Any]
MAX_TEXT = 256 * 1024


def settled(value: Any) -> Any:
    """A variable's default list or map in its place; whoever asks names the variable as unread."""
    return value.default if isinstance(value, Computed) and isinstance(value.default, dict | list) else value


def _items(value: Any) -> list[Any]:
    """A list's items; what is computed stays as one item, so that it is seen."""
    value = settled(value)
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else ([] if value is None else [value])


def _concat(arguments: list[Any], _choices: Choices, _source: str) -> Any:
    return [item for one in arguments for item in _items(one)]


def _flatten(arguments: list[Any], choices: Choices, source: str) -> Any:
    found: list[Any] = []
    for item in _concat(arguments, choices, source):
        found += _flatten([item], choices, source) if isinstance(settled(item), list) else [item]
    return found


def _distinct(arguments: list[Any], choices: Choices, source: str) -> Any:
    return list({repr(one): one for one in _concat(arguments, choices, source)}.values())


def _compact(arguments: list[Any], choices: Choices, source: str) -> Any:
    return [one for one in _concat(arguments, choices, source) if one not in ("", None)]


def _merge(arguments: list[Any], _choices: Choices, source: str) -> Any:
    found: dict[str, Any] = {}
    for one in map(settled, arguments):
        if one is None:
            continue
        if not isinstance(one, dict):
            return Computed(source)
        found |= one
    return found


def _first_known(arguments: list[Any], choices: Choices, source: str) -> Any:
    """`try` and `coalesce`: every argument may be the one, up to the first that is certain."""
    options: list[Any] = []
    for one in arguments:
        if one is None or one == "":
            continue
        options.append(one)
        if not isinstance(one, Computed):
            break
    if not options:
        return None
    return options[choices.pick(source, len(options))] if len(options) > 1 else options[0]


def _one(arguments: list[Any], choices: Choices, source: str) -> Any:
    items = _items(arguments[0]) if arguments else []
    if not items:
        return None
    return items[choices.pick(source, len(items))] if len(items) > 1 else items[0]


def _element(arguments: list[Any], choices: Choices, source: str) -> Any:
    items = _items(arguments[0]) if len(arguments) == 2 else []
    if not items:
        return Computed(source)
    place = arguments[1]
    if isinstance(place, int):
        return items[place % len(items)]
    return items[choices.pick(source, len(items))]


def _lookup(arguments: list[Any], choices: Choices, source: str) -> Any:
    found = settled(arguments[0]) if len(arguments) > 1 else None
    key = arguments[1] if len(arguments) > 1 else None
    if not isinstance(found, dict):
        return Computed(source)
    if isinstance(key, str) and "⟨" not in key:
        return found.get(key, arguments[2] if len(arguments) > 2 else Computed(source))
    options = [*found.values(), *arguments[2:3]]
    return options[choices.pick(source, len(options))] if options else Computed(source)


def _join(arguments: list[Any], choices: Choices, source: str) -> Any:
    items = _flatten(arguments[1:], choices, source)
    if len(items) == 1:
        return items[0]
    return _bounded(as_text(arguments[0]).join(map(as_text, items)) if arguments else "", source)


def _format(arguments: list[Any], _choices: Choices, source: str) -> Any:
    """`%s`, `%d` and `%v`, filled in from left to right; any other verb is computed."""
    if not arguments or not isinstance(arguments[0], str):
        return Computed(source)
    given = list(arguments[1:])
    pieces = arguments[0].replace("%%", "\0").split("%")
    text = pieces[0]
    for piece in pieces[1:]:
        if piece[:1] not in tuple("sdv") or not given:
            return Computed(source)
        text += as_text(given.pop(0)) + piece[1:]
    return _bounded(text.replace("\0", "%"), source)


def _formatlist(arguments: list[Any], choices: Choices, source: str) -> Any:
    lists = [settled(one) for one in arguments[1:]]
    length = max((len(one) for one in lists if isinstance(one, list)), default=0)
    if not length or length > 1_000:
        return Computed(source)
    return [
        _format(
            [arguments[0], *(one[at % len(one)] if isinstance(one, list) and one else one for one in lists)],
            choices,
            source,
        )
        for at in range(length)
    ]


def _replace(arguments: list[Any], _choices: Choices, source: str) -> Any:
    if len(arguments) != 3 or not all(isinstance(one, str) for one in arguments) or arguments[1].startswith("/"):
        return Computed(source)
    if not arguments[1]:
        return Computed(source)
    return _bounded(arguments[0].replace(arguments[1], arguments[2]), source)


def _split(arguments: list[Any], _choices: Choices, source: str) -> Any:
    if len(arguments) != 2 or not all(isinstance(one, str) for one in arguments) or not arguments[0]:
        return Computed(source)
    return Computed(source) if "⟨" in arguments[1] else arguments[1].split(arguments[0])


def _encoded(arguments: list[Any], _choices: Choices, source: str) -> Any:
    """JSON text; a single computed value stays one, because nothing of the document is known."""
    value = settled(arguments[0]) if arguments else None
    if isinstance(value, Computed):
        return Computed(source, value.default)
    return _bounded(json.dumps(finished(value), ensure_ascii=False), source)


def _decoded(arguments: list[Any], _choices: Choices, source: str) -> Any:
    if not arguments or not isinstance(arguments[0], str):
        return Computed(source)
    try:
        return json.loads(arguments[0])
    except (ValueError, RecursionError):
        return Computed(source)


def _length(arguments: list[Any], _choices: Choices, source: str) -> Any:
    value = arguments[0] if arguments else None
    return len(value) if isinstance(value, dict | list) else Computed(source)


def _keys(arguments: list[Any], _choices: Choices, source: str) -> Any:
    value = settled(arguments[0]) if arguments else None
    return sorted(value) if isinstance(value, dict) else Computed(source)


def _values(arguments: list[Any], _choices: Choices, source: str) -> Any:
    value = settled(arguments[0]) if arguments else None
    return [value[key] for key in sorted(value)] if isinstance(value, dict) else Computed(source)


def _contains(arguments: list[Any], _choices: Choices, source: str) -> Any:
    if len(arguments) != 2 or not isinstance(arguments[0], list) or isinstance(arguments[1], Computed):
        return Computed(source)
    return True if arguments[1] in arguments[0] else Computed(source)


def _same(arguments: list[Any], _choices: Choices, source: str) -> Any:
    return arguments[0] if arguments else Computed(source)


def _of_text(change: Callable[[str], str]) -> Function:
    def changed(arguments: list[Any], _choices: Choices, source: str) -> Any:
        text = arguments[0] if len(arguments) == 1 else None
        return change(text) if isinstance(text, str) and "⟨" not in text else Computed(source)

    return changed


def _bounded(text: str, source: str) -> Any:
    return text if len(text) <= MAX_TEXT else Computed(source)


FUNCTIONS: Mapping[str, Function] = {
    "chomp": _same,
    "coalesce": _first_known,
    "coalescelist": _first_known,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "format": _format,
    "formatlist": _formatlist,
    "join": _join,
    "jsondecode": _decoded,
    "jsonencode": _encoded,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _of_text(str.lower),
    "merge": _merge,
    "nonsensitive": _same,
    "one": _one,
    "replace": _replace,
    "sensitive": _same,
    "setunion": _distinct,
    "sort": _distinct,
    "split": _split,
    "tolist": _same,
    "tomap": _same,
    "toset": _distinct,
    "tostring": _same,
    "trimspace": _same,
    "try": _first_known,
    "upper": _of_text(str.upper),
    "values": _values,
}
