"""Sizes past which a file, function or template is hard to read; raising one is a decision, see docs/decisions."""

from __future__ import annotations

import ast

from tests.architecture.source import ROOT, python_files, tree

FILE, TEST_FILE, FUNCTION, VIEW, CHECK, MODEL, TEMPLATE, ARGUMENTS, POSITIONAL = 400, 500, 60, 50, 150, 200, 150, 8, 2
VAGUE_NAMES = {"utils.py", "helpers.py", "misc.py", "manager.py", "common.py"}


def _functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _lines(node):
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_stay_small():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in [*python_files(), *python_files("tests")]
        if (lines := len(path.read_text().splitlines()))
        > (
            CHECK
            if "scanners/engine/checks/" in str(path) and "tests" not in path.parts
            else TEST_FILE
            if "tests" in path.parts
            else FILE
        )
    }
    assert too_long == {}


def test_functions_stay_short():
    too_long = {
        f"{path.relative_to(ROOT)}:{node.name}": _lines(node)
        for path in python_files()
        for node in _functions(path)
        if _lines(node) > (VIEW if "views" in path.parts else FUNCTION)
    }
    assert too_long == {}


def test_model_classes_stay_small():
    too_long = {
        f"{path.relative_to(ROOT)}:{node.name}": _lines(node)
        for path in python_files()
        if "models" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and _lines(node) > MODEL
    }
    assert too_long == {}


def test_functions_take_few_arguments_by_position():
    too_many = []
    for path in python_files():
        for node in _functions(path):
            positional = [a.arg for a in [*node.args.posonlyargs, *node.args.args] if a.arg not in {"self", "cls"}]
            if len(positional) + len(node.args.kwonlyargs) > ARGUMENTS:
                too_many.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert too_many == []


def test_templates_stay_short():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (lines := len(path.read_text().splitlines())) > TEMPLATE
    }
    assert too_long == {}


def test_file_names_say_what_is_inside():
    vague = [str(path.relative_to(ROOT)) for path in python_files() if path.name in VAGUE_NAMES]
    assert vague == []


def test_broad_excepts_stand_only_at_a_tasks_outer_edge():
    allowed = {
        "scanners/services/scans/execution.py",
        "scanners/services/connections/verification.py",
        "ftrportal/common/jobs/sweeps.py",
        "scanners/services/rollouts/listing.py",
        "scanners/engine/run.py",
        "assessments/services/rendering.py",
    }
    broad = {
        str(path.relative_to(ROOT))
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    }
    assert broad <= allowed


def test_pages_carry_no_inline_scripts_styles_or_unescaped_text():
    forbidden = (
        "<script>",
        "<style",
        " style=",
        " onclick=",
        " onload=",
        " onchange=",
        "hx-on",
        "|safe",
        "{% autoescape off",
    )
    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if "reports" not in path.parts  # print templates have a style sheet of their own
        for mark in forbidden
        if mark in path.read_text()
    ]
    assert found == []
