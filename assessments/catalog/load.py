"""Reads the editions from YAML, once, and refuses anything that does not stand together."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assessments.catalog.errors import CatalogError, UnknownEditionError, UnknownRequirementError
from assessments.catalog.schema import Edition, Requirement, Section

EDITIONS = Path(__file__).parent / "editions"
CURRENT = "ftr-2021"


def editions() -> tuple[Edition, ...]:
    """All editions, newest first."""
    found = [load_edition(folder.name) for folder in EDITIONS.iterdir() if (folder / "edition.yaml").is_file()]
    return tuple(sorted(found, key=lambda edition: edition.released, reverse=True))


def current_edition() -> Edition:
    """The edition a new assessment starts with."""
    return load_edition(CURRENT)


@cache
def load_edition(edition_id: str) -> Edition:
    """The edition of that id; `UnknownEditionError` if there is none."""
    known = {folder.name: folder for folder in EDITIONS.iterdir() if (folder / "edition.yaml").is_file()}
    if edition_id not in known:
        raise UnknownEditionError(f"there is no edition {edition_id!r}; known are {', '.join(sorted(known))}")
    return read_edition(known[edition_id])


def requirement(key_or_alias: str, edition: Edition | None = None) -> Requirement:
    """The requirement of that key or alias; `UnknownRequirementError` if there is none."""
    where = edition or current_edition()
    found = where.by_name.get(key_or_alias)
    if found is None:
        raise UnknownRequirementError(f"edition {where.id} has no requirement {key_or_alias[:40]!r}")
    return found


def read_edition(folder: Path) -> Edition:
    """Reads one folder: `edition.yaml` and a numbered file per section."""
    head = _mapping(folder / "edition.yaml")
    if head.get("id") != folder.name:
        raise CatalogError(f"{folder.name}/edition.yaml: id must be {folder.name!r}, like the folder")
    files = sorted(folder.glob("[0-9][0-9]-*.yaml"))
    sections = tuple(_section(path) for path in files)
    for path, section in zip(files, sections, strict=True):
        if path.stem != f"{section.number:02}-{section.key}":
            raise CatalogError(f"{folder.name}/{path.name}: rename the file to {section.number:02}-{section.key}.yaml")
    try:
        return Edition.model_validate({**head, "sections": sections})
    except ValidationError as error:
        raise CatalogError(f"{folder.name}: {_told(error, {})}") from error


def _section(path: Path) -> Section:
    raw = _mapping(path)
    listed = raw.get("requirements")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise CatalogError(f"{path.parent.name}/{path.name}: requirements must be a list of requirements")
    for one in listed:
        one.setdefault("section", raw.get("key"))
    try:
        return Section.model_validate(raw)
    except ValidationError as error:
        raise CatalogError(f"{path.parent.name}/{path.name}: {_told(error, raw)}") from error


def _told(error: ValidationError, raw: dict[str, Any]) -> str:
    """The first problem: which requirement, which entry, what is wrong."""
    first = error.errors()[0]
    place = list(first["loc"])
    if place[:1] == ["requirements"] and len(place) > 1:
        place[:2] = [raw["requirements"][place[1]].get("key", f"requirement {place[1]}")]
    where = ".".join(str(part) for part in place)
    return f"{where}: {first['msg'].removeprefix('Value error, ')}".removeprefix(": ")


def _mapping(path: Path) -> dict[str, Any]:
    place = f"{path.parent.name}/{path.name}"
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise CatalogError(f"{place}: cannot be read ({error.strerror}), add the file") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CatalogError(f"{place}: is not valid YAML, correct it: {error}") from error
    if not isinstance(raw, dict):
        raise CatalogError(f"{place}: must be a mapping of keys to values")
    return raw


class _Loader(yaml.SafeLoader):
    """YAML keeps the last of two equal keys without a word; here they are an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"{twice[0]!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep=deep)
