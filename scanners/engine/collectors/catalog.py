"""All collectors there are, found by walking this package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection
from functools import cache

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector


@cache
def all_collectors() -> tuple[Collector, ...]:
    """Every collector, by name; two of one name, or two for one fact, are a mistake."""
    package = importlib.import_module("scanners.engine.collectors")
    found: list[Collector] = []
    for module in pkgutil.iter_modules(package.__path__, prefix="scanners.engine.collectors."):
        found += getattr(importlib.import_module(module.name), "COLLECTORS", ())
    if len({one.name for one in found}) != len(found) or len({one.produces for one in found}) != len(found):
        raise ValueError("two collectors share a name or a fact")
    if any(operation.opt_in is not one.opt_in for one in found for operation in one.operations):
        raise ValueError("a collector makes calls of different choices")
    return tuple(sorted(found, key=lambda collector: collector.name))


def all_operations() -> tuple[Operation, ...]:
    """Every call a scan may make if the customer chose all there is to choose."""
    operations = {operation for collector in all_collectors() for operation in collector.operations}
    return tuple(sorted(operations, key=str))


def operations_for(opt_ins: Collection[str]) -> tuple[Operation, ...]:
    """Every call a scan may make of an account for which these readings were chosen, by the ids of the choices."""
    return tuple(one for one in all_operations() if one.opt_in is None or one.opt_in.id in opt_ins)
