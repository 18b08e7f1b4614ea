"""Terraform's expressions: literals, references, conditions, loops and templates become values.

Nothing runs and nothing is fetched. Work is counted, so that a file cannot make us compute without end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from hcl2.rules.abstract import LarkRule

from scanners.engine.documents import terraform_functions
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.terraform_files import Template, expression
from scanners.engine.documents.terraform_values import Choices, Computed, as_text

MAX_STEPS = 300_000
MAX_ITEMS = 2_000
Step = tuple[str, Any]  # ("attribute", name), ("index", value) or ("all", None) for a splat
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r'\\(n|r|t|"|\\|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})')
_HEREDOC = re.compile(r"<<(-?)([^\s]+)[ \t]*\r?\n")
_ALL = ("all", None)


class Files(Protocol):
    """What expressions refer to."""

    def refer(self, root: str, steps: list[Step], scope: Scope) -> Any:
        """The value of `root.steps`."""

    def file(self, path: str) -> str | None:
        """The text of another file that was handed in."""


class Scope:
    """Where an expression stands: the files, the names of loops around it, and which way conditions went."""

    def __init__(self, files: Files, choices: Choices, names: Mapping[str, Any] | None = None) -> None:
        self.files = files
        self.choices = choices
        self.names = names or {}

    def within(self, names: Mapping[str, Any]) -> Scope:
        """The same place inside a loop."""
        return Scope(self.files, self.choices, {**self.names, **names})


class Budget:
    """How many values the files may still make us compute."""

    def __init__(self) -> None:
        self._left = MAX_STEPS

    def spend(self, amount: int = 1) -> None:
        """Raises UnreadableError when nothing is left."""
        self._left -= amount
        if self._left < 0:
            raise UnreadableError("The file computes too many values. Attach only the file that creates the role.")


class Evaluator:
    """Evaluates expressions under one budget."""

    def __init__(self) -> None:
        self.budget = Budget()
        self._texts: dict[str, Any] = {}
        self._rules: dict[str, Callable[[Any, Scope], Any]] = {
            "expr_term": lambda node, scope: self.value(node.expression, scope),
            "literal_value": lambda node, _: {"true": True, "false": False}.get(str(node.token.value)),
            "int_lit": lambda node, _: int(node.token.value),
            "float_lit": lambda node, _: float(node.token.value),
            "identifier": lambda node, scope: self._named(str(node.token.value), [], scope),
            "string": self._string,
            "heredoc_template": lambda node, scope: self._heredoc(str(node.heredoc.value), scope),
            "heredoc_template_trim": lambda node, scope: self._heredoc(str(node.heredoc.value), scope),
            "interpolation": lambda node, scope: self.value(node.expression, scope),
            "tuple": lambda node, scope: [self.value(one, scope) for one in node.elements],
            "object": self._object,
            "function_call": self._function,
            "conditional": self._conditional,
            "binary_op": self._binary,
            "unary_op": self._unary,
            "get_attr_expr_term": self._chain,
            "index_expr_term": self._chain,
            "attr_splat_expr_term": self._chain,
            "full_splat_expr_term": self._chain,
            "for_tuple_expr": lambda node, scope: self._loop(node, scope),
            "for_object_expr": lambda node, scope: self._loop(node, scope),
        }

    def value(self, node: Any, scope: Scope) -> Any:
        """The value of a syntax tree, or of a value in a JSON file. Raises UnreadableError."""
        self.budget.spend()
        if isinstance(node, Template):
            return self.template(node.text, scope)
        if isinstance(node, LarkRule):
            rule = self._rules.get(node.lark_name())
            return rule(node, scope) if rule else Computed(_source(node))
        if isinstance(node, list):
            return [self.value(one, scope) for one in node]
        return {key: self.value(one, scope) for key, one in node.items()} if isinstance(node, dict) else node

    def template(self, text: str, scope: Scope) -> Any:
        """A text in which `${...}` is filled in; one that is a single expression is that expression's value."""
        if "%{" in text.replace("%%{", ""):
            return Computed("a template with directives")
        parts = [self._part(one, scope) for one in _parts(text)]
        self.budget.spend(len(parts) + len(text) // 64)
        return parts[0] if len(parts) == 1 else "".join(as_text(one) for one in parts)

    def _part(self, part: tuple[bool, str], scope: Scope) -> Any:
        is_expression, text = part
        if not is_expression:
            return text
        if text not in self._texts:
            self._texts[text] = expression(text)
        node = self._texts[text]
        return Computed(_shortened(text)) if node is None else self.value(node, scope)

    def _string(self, node: Any, scope: Scope) -> Any:
        parts: list[Any] = []
        for part in node.string_parts:
            content = part.content
            if isinstance(content, LarkRule):
                parts.append(self.value(content, scope))
            else:
                parts.append(_literal(content.lark_name(), str(content.value)))
        return parts[0] if len(parts) == 1 else "".join(as_text(one) for one in parts)

    def _heredoc(self, text: str, scope: Scope) -> Any:
        opening = _HEREDOC.match(text)
        if opening is None:
            return Computed("a heredoc")
        lines = text[opening.end() :].rstrip().splitlines()[:-1]
        if opening[1]:
            indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
            lines = [line[min(indents, default=0) :] for line in lines]
        found = self.template("\n".join(lines), scope)
        return found if isinstance(found, str) else as_text(found)

    def _object(self, node: Any, scope: Scope) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for element in node.elements:
            key: Any = element.key.children[0] if element.key.lark_name() == "object_elem_key" else element.key
            kind = key.lark_name() if isinstance(key, LarkRule) else ""
            if kind == "identifier":
                name = str(key.token.value)  # a bare word is a text here and no reference
            elif kind == "object_elem_key_expr":
                name = as_text(self.value(key.expression, scope))
            else:
                name = as_text(self.value(key, scope) if isinstance(key, LarkRule) else str(key))
            if name in found:
                raise UnreadableError(f"The key “{name[:60]}” is set twice in one object. Remove one.")
            found[name] = self.value(element.expression, scope)
        return found

    def _function(self, node: Any, scope: Scope) -> Any:
        name = "::".join(str(one.token.value) for one in node.identifiers)
        given = node.arguments
        arguments = [self.value(one, scope) for one in (given.arguments if given else [])]
        source = _source(node)
        if given and given.has_ellipsis:
            last = arguments.pop()
            if not isinstance(last, list):
                return Computed(source)
            arguments += last
        if name in ("file", "templatefile") and arguments:
            return self._file(name, arguments, source, scope)
        known = terraform_functions.FUNCTIONS.get(name)
        found = known(arguments, scope.choices, source) if known else Computed(source)
        self.budget.spend(_size(found))
        return found

    def _file(self, name: str, arguments: list[Any], source: str, scope: Scope) -> Any:
        text = scope.files.file(arguments[0]) if isinstance(arguments[0], str) else None
        if text is None:
            return Computed(source)
        if name == "file":
            return text
        values = arguments[1] if len(arguments) > 1 and isinstance(arguments[1], dict) else {}
        return as_text(self.template(text, Scope(scope.files, scope.choices, values)))

    def _conditional(self, node: Any, scope: Scope) -> Any:
        condition = self.value(node.condition, scope)
        if not isinstance(condition, bool):
            condition = scope.choices.pick(_source(node.condition), 2) == 0
        return self.value(node.if_true if condition else node.if_false, scope)

    def _binary(self, node: Any, scope: Scope) -> Any:
        sign = str(node.binary_term.binary_operator.token.value).strip()
        sides = [self.value(node.expr_term, scope), self.value(node.binary_term.expr_term, scope)]
        if sign in ("&&", "||"):
            decisive = sign == "||"
            if decisive in [one for one in sides if isinstance(one, bool)]:
                return decisive
            return not decisive if all(isinstance(one, bool) for one in sides) else Computed(_source(node))
        if sign in ("==", "!=") and not any(_is_open(one) for one in sides):
            return (sides[0] == sides[1]) == (sign == "==")
        return Computed(_source(node))

    def _unary(self, node: Any, scope: Scope) -> Any:
        value = self.value(node.expr_term, scope)
        if node.operator == "!" and isinstance(value, bool):
            return not value
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return -value if node.operator == "-" and is_number else Computed(_source(node))

    def _chain(self, node: Any, scope: Scope) -> Any:
        steps: list[Step] = []
        while True:
            name = node.lark_name()
            if name == "expr_term":
                node = node.expression
            elif name == "get_attr_expr_term":
                steps.insert(0, ("attribute", str(node.get_attr.identifier.token.value)))
                node = node.expr_term
            elif name == "index_expr_term":
                base, key = _index(node)
                steps.insert(0, ("index", self.value(key, scope) if isinstance(key, LarkRule) else key))
                node = base
            elif name in ("attr_splat_expr_term", "full_splat_expr_term"):
                after = [("attribute", str(one.identifier.token.value)) for one in _attributes(node.attr_splat)]
                steps[:0] = [_ALL, *after]
                node = node.expr_term
            elif name == "identifier":
                return self._named(str(node.token.value), steps, scope)
            else:
                return stepped(self.value(node, scope), steps, scope)

    def _named(self, root: str, steps: list[Step], scope: Scope) -> Any:
        if root in scope.names:
            return stepped(scope.names[root], steps, scope)
        return scope.files.refer(root, steps, scope)

    def _loop(self, node: Any, scope: Scope) -> Any:
        intro = node.for_intro
        items = terraform_functions.settled(self.value(intro.iterable, scope))
        if not isinstance(items, dict | list) or len(items) > MAX_ITEMS:
            return Computed(_source(node))
        is_object = node.lark_name() == "for_object_expr"
        found: list[tuple[Any, Any]] = []
        for key, value in items.items() if isinstance(items, dict) else enumerate(items):
            second = intro.second_iterator
            names = {str(intro.first_iterator.token.value): key if second else value}
            names |= {str(second.token.value): value} if second else {}
            inner = scope.within(names)
            if node.condition is not None and self._is_left_out(node.condition.condition_expr, inner):
                continue
            label = self.value(node.key_expr, inner) if is_object else len(found)
            found.append((label, self.value(node.value_expr, inner)))
        if is_object and node.ellipsis is not None:
            return Computed(_source(node))
        return {as_text(label): one for label, one in found} if is_object else [one for _, one in found]

    def _is_left_out(self, condition: Any, scope: Scope) -> bool:
        """An item whose condition is not known stays: it may be there."""
        return self.value(condition, scope) is False


def stepped(value: Any, steps: list[Step], scope: Scope) -> Any:
    """What `value.steps` is."""
    for number, (kind, key) in enumerate(steps):
        if kind == "all":
            items = value if isinstance(value, list) else [value]
            return [stepped(one, steps[number + 1 :], scope) for one in items]
        value = _step(value, kind, key, scope)
    return value


def _step(value: Any, kind: str, key: Any, scope: Scope) -> Any:
    if isinstance(value, Computed):
        written = f"[{as_text(key)}]" if kind == "index" else f".{key}"
        default = _step(value.default, kind, key, scope) if isinstance(value.default, dict | list) else None
        return Computed(value.name + written, None if isinstance(default, Computed) else default)
    if isinstance(value, dict) and not isinstance(key, Computed):
        return value.get(as_text(key), Computed(f"the missing key {as_text(key)}"))
    items = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(items, list) or not items:
        return Computed(as_text(key))
    if isinstance(key, Computed):
        return items[scope.choices.pick(key.name, len(items))]
    is_place = str(key).isdigit() and int(key) < len(items)
    return items[int(key)] if is_place else Computed(f"the missing item {as_text(key)}")


def _index(node: Any) -> tuple[Any, Any]:
    """The indexed expression, and the key as a syntax tree or a number (`a.0`)."""
    rules: list[Any] = [one for one in node.children if isinstance(one, LarkRule)]
    base, index = rules
    if index.lark_name() == "braces_index":
        return base, index.index_expression
    return base, int(index.index.token.value)


def _attributes(splat: Any) -> list[Any]:
    return [one for one in splat.children if isinstance(one, LarkRule) and one.lark_name() == "get_attr"]


def _is_open(value: Any) -> bool:
    """Some part of it is computed."""
    if isinstance(value, dict | list):
        return any(map(_is_open, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Computed) or (isinstance(value, str) and "⟨" in value)


def _literal(kind: str, text: str) -> str:
    if kind.startswith("ESCAPED"):
        return text[1:]
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(found: re.Match[str]) -> str:
    sign = found[1]
    if sign[0] not in "uU":
        return _ESCAPES[sign]
    number = int(sign[1:], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\N{REPLACEMENT CHARACTER}"


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """(whether it is an expression, text) in order; `$${` stands for the signs themselves."""
    at, kept = 0, ""
    while (start := text.find("${", at)) >= 0:
        if start > at and text[start - 1] == "$":
            kept, at = kept + text[at : start - 1] + "${", start + 2
            continue
        end = _end_of(text, start + 2)
        if end < 0:
            break
        if kept + text[at:start]:
            yield False, kept + text[at:start]
        yield True, text[start + 2 : end].strip().strip("~").strip()
        at, kept = end + 1, ""
    if kept + text[at:] or not text:
        yield False, kept + text[at:]


def _end_of(text: str, at: int) -> int:
    """Where the expression that begins at `at` is closed; -1 when it never is."""
    depth, is_quoted = 1, False
    for place in range(at, len(text)):
        sign = text[place]
        if sign == '"' and text[place - 1] != "\\":
            is_quoted = not is_quoted
        elif not is_quoted and sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return place
    return -1


def _source(node: Any) -> str:
    """How the file writes an expression, shortened."""
    written = str(node.serialize())
    return _shortened(written[2:-1] if written.startswith("${") and written.endswith("}") else written)


def _shortened(text: str) -> str:
    one_line = " ".join(text.split()).replace("⟨", "").replace("⟩", "")
    return one_line if len(one_line) <= 120 else f"{one_line[:117]}..."


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value) // 64
    return len(value) if isinstance(value, dict | list) else 0
