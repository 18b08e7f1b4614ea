"""botocore's service descriptions cut down to what we call: they are most of a scan's memory and of a client's making.

The whole of EC2 is 800 operations with their manuals; a scan makes a handful of them. Without texts, and with only
the declared operations and the shapes these reach, twenty-six services take 30 MB instead of 95, and their clients half
the time to make.
A call that nobody declared does not exist on such a client.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import IO, Any

import botocore.session
from botocore.loaders import JSONFileLoader, Loader

from scanners.engine.aws.operations import declared_operations

# Called by botocore itself: S3 asks where a bucket is when an answer names another region.
_OWN_CALLS = {"s3": frozenset({"HeadBucket"})}


def lean_loader() -> Loader:
    """For sessions in customers' accounts: the operations declared so far, and nothing else."""
    return _loader(frozenset(declared_operations()))


@cache
def whole_loader() -> Loader:
    """Service models as they are, for the portal's own calls."""
    loader: Loader = botocore.session.Session().get_component("data_loader")
    return loader


@lru_cache(maxsize=2)
def _loader(declared: frozenset[tuple[str, str]]) -> Loader:
    wanted: dict[str, frozenset[str]] = {}
    for service, operation in declared:
        wanted[service] = wanted.get(service, frozenset()) | {operation} | _OWN_CALLS.get(service, frozenset())
    return _LeanLoader(wanted)


class _LeanLoader(Loader):
    """Knows the declared services only; what belongs to no service it shares with the whole loader."""

    def __init__(self, wanted: Mapping[str, frozenset[str]]) -> None:
        super().__init__()
        self.file_loader = _LeanFiles(wanted)
        self._services = sorted(wanted)

    def list_available_services(self, type_name: str) -> list[str]:
        """botocore looks into each of its 400 folders to find this out."""
        return self._services

    def load_data_with_path(self, name: str) -> Any:
        """Endpoints and partitions are megabytes that need not be there twice."""
        return super().load_data_with_path(name) if os.sep in name else whole_loader().load_data_with_path(name)


class _LeanFiles(JSONFileLoader):
    """Reads description files without texts, and of `service-2` only what is wanted."""

    def __init__(self, wanted: Mapping[str, frozenset[str]]) -> None:
        self._wanted = wanted
        self._shapes: dict[str, frozenset[str]] = {}

    def _load_file(self, full_path: str, open_method: Callable[[str, str], IO[bytes]]) -> Any:
        path = Path(full_path)
        if not path.is_file():
            return None
        with open_method(full_path, "rb") as file:
            content = json.loads(file.read().decode("utf-8"), object_hook=_without_text)
        service = path.parent.parent.name
        if service not in self._wanted:
            return content
        if path.name.startswith("service-2.json"):
            content = _reduced(content, self._wanted[service])
            self._shapes[service] = frozenset(content["shapes"])
        elif path.name.startswith("service-2.sdk-extras"):
            _drop_additions(content, self._shapes.get(service, frozenset()))
        return content


def _without_text(entry: dict[str, Any]) -> dict[str, Any]:
    """A member called "documentation" is a structure and stays; a text is emptied, botocore reads the key."""
    if isinstance(entry.get("documentation"), str):
        entry["documentation"] = ""
    return entry


def _reduced(model: dict[str, Any], wanted: frozenset[str]) -> dict[str, Any]:
    operations = {name: one for name, one in model["operations"].items() if name in wanted}
    shapes: dict[str, Any] = model["shapes"]
    waiting = list(_shape_names(operations))
    waiting += [name for name, shape in shapes.items() if shape.get("exception")]
    kept: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in kept and name in shapes:
            kept.add(name)
            waiting += _shape_names(shapes[name])
    return {**model, "operations": operations, "shapes": {name: shapes[name] for name in shapes if name in kept}}


def _drop_additions(extras: dict[str, Any], kept: frozenset[str]) -> None:
    """botocore merges these into the description: what they add to a shape that is gone would be half a shape."""
    merged = extras.get("merge", {})
    if "shapes" in merged:
        merged["shapes"] = {name: shape for name, shape in merged["shapes"].items() if name in kept or "type" in shape}


def _shape_names(part: Any) -> Iterator[str]:
    """Every shape a part of the description refers to."""
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        for value in part.values():
            yield from _shape_names(value)
    elif isinstance(part, list):
        for value in part:
            yield from _shape_names(value)
