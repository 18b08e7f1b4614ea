"""Reads a CloudFormation template as far as the page needs it. Nothing in the text is trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3
import yaml

from devstack.simulated_aws.loopback import is_loopback_url

MAX_TEMPLATE = 1_000_000
_FETCH_SECONDS = 10
_MAX_PATTERN = 500


class TemplateError(Exception):
    """The template cannot be fetched or read; the message is for the page."""


@dataclass(frozen=True)
class Parameter:
    """One parameter the template declares."""

    name: str
    default: str | None
    description: str
    allowed_pattern: str | None
    allowed_values: tuple[str, ...]
    min_length: int
    max_length: int | None
    is_list: bool = False

    def problem_with(self, value: str) -> str | None:
        """Why CloudFormation would refuse the value, or None."""
        if self.allowed_values and value not in self.allowed_values:
            return f"Parameter '{self.name}' must be one of {', '.join(self.allowed_values)}"
        if len(value) < self.min_length or (self.max_length is not None and len(value) > self.max_length):
            return f"Parameter '{self.name}' has a length that the template does not allow"
        if self.allowed_pattern and not _fits(self.allowed_pattern, value):
            return f"Parameter '{self.name}' failed to satisfy constraint: {self.allowed_pattern}"
        return None


@dataclass(frozen=True)
class Template:
    """A template's text and what the page shows of it."""

    text: str
    description: str
    parameters: tuple[Parameter, ...]
    stack_set: Mapping[str, Any] | None = None  # the properties of a StackSet among its resources


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions (`!Ref`, `!Sub`), kept as plain values."""


def _short_function(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)
    return loader.construct_mapping(node) if isinstance(node, yaml.MappingNode) else None


_Loader.add_multi_constructor("!", _short_function)


def fetch_template(url: str) -> Template:
    """The template at a URL of this machine. Redirects are not followed: they could lead elsewhere."""
    if not is_loopback_url(url):
        raise TemplateError("The simulated console fetches templates from this machine only.")
    try:
        response = urllib3.request(
            "GET", url, timeout=_FETCH_SECONDS, retries=False, redirect=False, preload_content=False
        )
        text = response.read(MAX_TEMPLATE + 1)
        response.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise TemplateError("The template's address does not answer.") from error
    if response.status != 200:
        raise TemplateError(f"The template's address answered {response.status}.")
    if len(text) > MAX_TEMPLATE:
        raise TemplateError("The template is larger than 1 MB.")
    return parse_template(text.decode("utf-8", errors="replace"))


def parse_template(text: str) -> Template:
    """The template in JSON or YAML."""
    try:
        document: Any = json.loads(text) if text.lstrip().startswith("{") else yaml.load(text, _Loader)  # noqa: S506
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise TemplateError("The template is neither JSON nor YAML.") from error
    if not isinstance(document, Mapping) or not isinstance(document.get("Resources"), Mapping):
        raise TemplateError("Template format error: at least one resource must be defined.")
    declared = document.get("Parameters") or {}
    if not isinstance(declared, Mapping):
        raise TemplateError("Template format error: Parameters must be a mapping.")
    parameters = tuple(_parameter(str(name), about) for name, about in declared.items() if isinstance(about, Mapping))
    return Template(
        text=text,
        description=str(document.get("Description") or ""),
        parameters=parameters,
        stack_set=_stack_set(document["Resources"]),
    )


def _stack_set(resources: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for about in resources.values():
        if isinstance(about, Mapping) and about.get("Type") == "AWS::CloudFormation::StackSet":
            properties = about.get("Properties")
            return properties if isinstance(properties, Mapping) else {}
    return None


def _parameter(name: str, about: Mapping[str, Any]) -> Parameter:
    default = about.get("Default")
    longest = _number(about.get("MaxLength"))
    return Parameter(
        name=name,
        default=None if default is None else str(default),
        description=str(about.get("Description") or ""),
        allowed_pattern=str(about["AllowedPattern"]) if about.get("AllowedPattern") else None,
        allowed_values=tuple(str(item) for item in about.get("AllowedValues") or ()),
        min_length=_number(about.get("MinLength")) or 0,
        max_length=longest,
        is_list=about.get("Type") == "CommaDelimitedList",
    )


def _number(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None


def _fits(pattern: str, value: str) -> bool:
    try:
        return len(pattern) <= _MAX_PATTERN and re.fullmatch(pattern, value) is not None
    except re.error:
        return False
