"""Loads parliament, which asks setuptools' abandoned `pkg_resources` where its files are."""

from __future__ import annotations

import importlib.resources
import sys
import warnings
from types import ModuleType


def _resource_filename(package: str, name: str) -> str:
    return str(importlib.resources.files(package) / name)


if "pkg_resources" not in sys.modules:
    stand_in = ModuleType("pkg_resources")
    stand_in.resource_filename = _resource_filename  # type: ignore[attr-defined]
    stand_in.resource_exists = lambda package, name: True  # type: ignore[attr-defined]
    sys.modules["pkg_resources"] = stand_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own source has escapes that Python frowns upon
    from parliament import analyze_policy_string

__all__ = ["analyze_policy_string"]
