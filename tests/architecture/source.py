"""Reading our own source for the tests in this folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("ftrportal", "assessments", "scanners", "devstack")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def python_files(*rooms: str) -> Iterator[Path]:
    """Our Python files, migrations left out."""
    for room in rooms or ROOMS:
        start = ROOT / room
        files = [start] if start.is_file() else sorted(start.rglob("*.py"))
        yield from (path for path in files if "migrations" not in path.parts)


def imported_modules(path: Path) -> Iterator[tuple[str, int]]:
    """Each imported dotted name ("scanners.public", "django.db.models") with its line; type-only imports left out."""
    module = tree(path)
    skipped = {
        id(child)
        for node in ast.walk(module)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    for node in ast.walk(module):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def is_inside(name: str, *modules: str) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in modules)
