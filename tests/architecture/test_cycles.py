"""The import graph runs one way, imports inside functions counted, and the scanning library stands alone."""

from __future__ import annotations

import graphlib
import subprocess
import sys

from tests.architecture.source import ROOT, imported_modules, python_files


def _module(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _import_graph():
    """Each module of ours with the modules of ours that its file imports; packages are named by their own file."""
    modules = {_module(path): path for path in python_files()}
    graph = {}
    for name, path in modules.items():
        found = set()
        for imported, _ in imported_modules(path):
            module = imported if imported in modules else imported.rpartition(".")[0]
            if module in modules and module != name:
                found.add(module)
        graph[name] = found
    return graph


def _cycle(graph):
    """One cycle of the graph, its first module repeated at the end; empty where there is none."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def test_a_cycle_is_found():
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}

    assert sorted(set(_cycle(graph))) == ["a", "b", "c"]


def test_no_module_imports_itself_through_others():
    assert _cycle(_import_graph()) == []


def test_the_scanning_library_loads_without_django():
    code = (
        "import sys; import scanners.engine.run, scanners.engine.documents.registry as documents;"
        "from scanners.engine.checks.registry import all_checks; assert len(all_checks()) > 100;"
        "assert documents.document_checks();"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in {'django', 'celery', 'psycopg'}))"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
