"""Where the texts that people read stand, and how they are taken out of each kind of file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]

# Globs of files whose texts are checked. Every string of a Python file counts, but for docstrings.
CHECKED = (
    "assessments/catalog/**/*.py",
    "assessments/catalog/editions/**/*.yaml",
    "assessments/forms/*.py",
    "assessments/pictures/*.py",
    "assessments/selectors/*.py",
    "assessments/services/*.py",
    "assessments/views/*.py",
    "assessments/reports/**/*.py",
    "ftrportal/common/web/badges.py",
    "ftrportal/common/web/field_messages.py",
    "ftrportal/common/files/*.py",
    "ftrportal/organizations/errors.py",
    "ftrportal/organizations/forms/*.py",
    "ftrportal/organizations/company_domains.py",
    "ftrportal/organizations/views/*.py",
    "ftrportal/pages.py",
    "scanners/engine/aws/messages.py",
    "scanners/engine/aws/opt_in.py",
    "scanners/engine/checks/**/*.py",
    "scanners/engine/documents/**/*.py",
    "scanners/engine/gap_texts.py",
    "scanners/engine/gaps.py",
    "scanners/forms/*.py",
    "scanners/messages.py",
    "scanners/models/*.py",
    "scanners/onboarding/*.py",
    "scanners/public*.py",
    "scanners/selectors/**/*.py",
    "scanners/services/**/*.py",
    "scanners/views/*.py",
    "templates/*.html",
    "templates/account/**/*",
    "templates/allauth/**/*",
    "templates/assessments/**/*",
    "templates/components/**/*",
    "templates/email/**/*",
    "templates/organizations/**/*",
    "templates/reports/**/*",
    "templates/scanners/**/*",
    "templates/usersessions/**/*",
)
# Files that are not rewritten yet. Move a glob up to CHECKED when its texts are; this tuple ends empty.
PENDING = ("README.md", "docs/**/*.md", "scanners/**/*.py")
# Codes that are compared or stored, never shown.
KEYS_IN_YAML = {"key", "aliases", "section", "kind", "field", "fields", "column", "columns", "checks", "applies_when"}


def files(globs: tuple[str, ...]) -> Iterator[Path]:
    """The files of the globs, each once, in order."""
    found = {path for glob in globs for path in ROOT.glob(glob) if path.is_file()}
    yield from sorted(path for path in found if "migrations" not in path.parts)


def texts_of(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a file with the line on which each begins."""
    source = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            yield from _strings(source)
        case ".yaml":
            yield from _yaml_values(yaml.compose(source))
        case ".html":
            yield from _page_words(source)
        case _:
            yield from enumerate(_without_tags(source).split("\n"), start=1)


def _strings(source: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(source)
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
        elif isinstance(node, ast.Dict):  # keys are codes: names of columns, of fields, of parameters
            skipped |= {id(key) for key in node.keys if isinstance(key, ast.Constant) and str(key.value).islower()}
        elif isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            yield node.lineno, "".join(_part(part) for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.lineno, node.value


def _part(part: ast.expr) -> str:
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "…"


def _yaml_values(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value not in KEYS_IN_YAML or not isinstance(value, yaml.ScalarNode):
                yield from _yaml_values(value)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from _yaml_values(one)
    elif isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + 1, node.value


def _without_tags(source: str) -> str:
    """Template comments, tags and values left out, but the words between quotes of tags kept; lines stay lines."""
    source = re.sub(r"\{%\s*comment\s*%\}.*?\{%\s*endcomment\s*%\}", _blank, source, flags=re.S)
    source = re.sub(r"\{#.*?#\}", _blank, source)
    source = re.sub(r"\{\{.*?\}\}", "…", source)
    return re.sub(r"\{%.*?%\}", _quoted, source)


def _page_words(source: str) -> Iterator[tuple[int, str]]:
    words = re.sub(r"<(script|style)\b.*?</\1>", _blank, _without_tags(source), flags=re.S)
    shown = r"(?:alt|title|aria-label|placeholder)=\"([^\"]*)\""
    words = re.sub(r"<[^>]*>", lambda tag: " | ".join(["", *re.findall(shown, tag[0]), ""]) + _blank(tag), words)
    for number, line in enumerate(words.split("\n"), start=1):
        yield from ((number, part.strip()) for part in line.split("|") if part.strip())


def _quoted(tag: re.Match[str]) -> str:
    return " | ".join(["", *(text for text in re.findall(r'"([^"]*)"', tag[0]) if " " in text), ""])


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
