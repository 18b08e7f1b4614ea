"""The functions of a CloudFormation template, resolved as far as the file itself tells.

What only a deployment knows becomes a placeholder; nothing is looked up outside the file.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from scanners.engine.documents.cfn_choices import Choices
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.documents.roles import PLACEHOLDER, Parameter, fixed, placeholder, plain

MAX_RESOLVED = 200_000  # values of all policies together, every form of each written out
MAX_NESTED_CONDITIONS = 20
CHARACTERS_A_VALUE = 100  # so much text costs as much as one value
NO_VALUE = object()
_VARIABLE = re.compile(r"\$\{(!?)([^{}]*)\}")
_DYNAMIC = re.compile(r"\{\{resolve:([^{}]*)\}\}")
_LITERAL_PATTERN = re.compile(r"\^?([\w-]+)\$?")


class Budget:
    """How much of a file may still be resolved, nested templates included."""

    def __init__(self) -> None:
        self._left = MAX_RESOLVED

    def spend(self, text: str = "") -> None:
        """Count one value. Raises UnreadableError when the file has used up what it may."""
        self._left -= 1 + len(text) // CHARACTERS_A_VALUE
        if self._left < 0:
            raise UnreadableError("The template is too large when its conditions are resolved. Attach only one role.")


class Values:
    """Resolves the values of one template. `given` are the parameters that a surrounding template passes in."""

    def __init__(self, tree: Mapping[str, Any], budget: Budget, given: Mapping[str, Any] | None = None) -> None:
        self._mappings = mapping(tree.get("Mappings"))
        self._conditions = mapping(tree.get("Conditions"))
        self._budget = budget
        self.parameters = parameters_of(tree)
        self._given = None if given is None else dict(given)
        self._functions: dict[str, Callable[[Any, Choices], Any]] = {
            "Ref": self._ref,
            "Fn::FindInMap": self._find_in_map,
            "Fn::GetAtt": self._get_att,
            "Fn::If": self._if,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::Sub": self._sub,
            "Fn::ToJsonString": self._to_json,
        }

    def resolve(self, value: Any, choices: Choices) -> Any:
        """The value in one form. Raises UnreadableError."""
        self._budget.spend(value if isinstance(value, str) else "")
        if isinstance(value, str):
            return _DYNAMIC.sub(lambda found: placeholder(found[1]), value)
        if isinstance(value, list):
            items = [self.resolve(item, choices) for item in value]
            return [item for item in items if item is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name == "Ref" or name.startswith("Fn::"):
                function = self._functions.get(name)
                result = function(argument, choices) if function else placeholder(name)
                self._budget.spend(result if isinstance(result, str) else "")
                return result
        resolved = {key: self.resolve(item, choices) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not NO_VALUE}

    def holds(self, name: str, choices: Choices) -> bool:
        """Whether a named condition of the template is true in this form."""
        found = self._evaluated({"Condition": name}, choices, 0)
        choices.conditions[name] = found
        return found

    def _evaluated(self, expression: Any, choices: Choices, depth: int) -> bool:
        if depth > MAX_NESTED_CONDITIONS:
            raise UnreadableError("The template's conditions refer to each other too deeply. Simplify them.")
        name, argument = next(iter(expression.items())) if isinstance(expression, dict) and expression else ("", None)
        parts = argument if isinstance(argument, list) else [argument]
        if name == "Condition" and str(argument) in self._conditions:
            return self._evaluated(self._conditions[str(argument)], choices, depth + 1)
        if name == "Fn::Not":
            return not self._evaluated(parts[0] if parts else None, choices, depth + 1)
        if name in ("Fn::And", "Fn::Or"):
            each = [self._evaluated(one, choices, depth + 1) for one in parts]
            return all(each) if name == "Fn::And" else any(each)
        if name == "Fn::Equals" and len(parts) == 2:
            return self._equal(parts, choices)
        return choices.pick(_key(expression), 2) == 0

    def _equal(self, parts: list[Any], choices: Choices) -> bool:
        sides = [plain(self.resolve(one, choices)) for one in parts]
        if all(isinstance(one, str) and not PLACEHOLDER.search(one) for one in sides):
            return bool(sides[0] == sides[1])
        return choices.pick(_key(sorted(_key(one) for one in parts)), 2) == 0

    def _if(self, argument: Any, choices: Choices) -> Any:
        if not isinstance(argument, list) or len(argument) != 3:
            raise UnreadableError("The template has an Fn::If without its three parts. Correct it and attach it again.")
        return self.resolve(argument[1] if self.holds(str(argument[0]), choices) else argument[2], choices)

    def _ref(self, argument: Any, choices: Choices) -> Any:
        name = str(argument)
        if name == "AWS::NoValue":
            return NO_VALUE
        parameter = self.parameters.get(name)
        if parameter is None:
            return placeholder(name)
        if self._given is not None:
            return self._from_outside(parameter)
        return fixed(parameter.allowed[0]) if len(parameter.allowed) == 1 else placeholder(name)

    def _from_outside(self, parameter: Parameter) -> Any:
        """What a nested template's parameter holds: nobody but the surrounding template can set it."""
        found = (self._given or {}).get(parameter.name, parameter.default)
        if found is None:
            return placeholder(f"nested {parameter.name}")
        return fixed(found) if isinstance(found, str) and not PLACEHOLDER.search(found) else found

    def _get_att(self, argument: Any, _choices: Choices) -> str:
        return placeholder(".".join(map(str, argument)) if isinstance(argument, list) else argument)

    def _sub(self, argument: Any, choices: Choices) -> str:
        """`${Name}` is the template's, `${!Name}` is written `${Name}` into the policy, where AWS fills it in."""
        is_pair = isinstance(argument, list) and len(argument) == 2
        text = str(argument[0] if is_pair else argument)
        own = mapping(self.resolve(argument[1], choices)) if is_pair else {}

        def filled(found: re.Match[str]) -> str:
            if found[1]:
                return f"${{{found[2]}}}"
            name = found[2].strip()
            value = own.get(name, NO_VALUE) if name in own else self._ref(name, choices)
            text = placeholder(name) if isinstance(value, dict | list) else "" if value is NO_VALUE else str(value)
            self._budget.spend(text)  # one long value may stand in the text thousands of times
            return text if name not in own or PLACEHOLDER.search(text) else fixed(plain(text))

        self._budget.spend(text)
        return _VARIABLE.sub(filled, _DYNAMIC.sub(lambda found: placeholder(found[1]), text))

    def _join(self, argument: Any, choices: Choices) -> str:
        if not isinstance(argument, list) or len(argument) != 2:
            return placeholder("Fn::Join")
        parts = self.resolve(argument[1], choices)
        if isinstance(parts, list) and all(isinstance(one, str) for one in parts):
            delimiter = str(argument[0])
            for _ in parts:
                self._budget.spend(delimiter)
            return delimiter.join(parts)
        return parts if isinstance(parts, str) else placeholder("Fn::Join")

    def _split(self, argument: Any, choices: Choices) -> Any:
        if not isinstance(argument, list) or len(argument) != 2 or not argument[0]:
            return placeholder("Fn::Split")
        text = self.resolve(argument[1], choices)
        if not isinstance(text, str) or PLACEHOLDER.search(text):
            return text  # the placeholder says where it comes from
        return [fixed(one) for one in plain(text).split(str(argument[0]))]

    def _select(self, argument: Any, choices: Choices) -> Any:
        if not isinstance(argument, list) or len(argument) != 2:
            return placeholder("Fn::Select")
        index, items = (self.resolve(one, choices) for one in argument)
        at = plain(str(index))
        if isinstance(items, list) and at.isdecimal() and int(at) < len(items):
            return items[int(at)]
        return items if isinstance(items, str) else placeholder("Fn::Select")

    def _find_in_map(self, argument: Any, choices: Choices) -> Any:
        if not isinstance(argument, list) or len(argument) not in (3, 4):
            return placeholder("Fn::FindInMap")
        found: Any = self._mappings
        for part in argument[:3]:
            key = plain(self.resolve(part, choices))
            options = mapping(found)
            if isinstance(key, str) and PLACEHOLDER.search(key) and options:
                key = list(options)[choices.pick(f"key {_key(part)} of {len(options)}", len(options))]
            found = options.get(key) if isinstance(key, str) else None
        if found is None and len(argument) == 4:
            return self.resolve(mapping(argument[3]).get("DefaultValue"), choices)
        if isinstance(found, list):
            return [fixed(one) for one in found]
        return placeholder("Fn::FindInMap") if found is None or isinstance(found, dict) else fixed(found)

    def _to_json(self, argument: Any, choices: Choices) -> str:
        return json.dumps(self.resolve(argument, choices), ensure_ascii=False, default=str)


def parameters_of(tree: Mapping[str, Any]) -> dict[str, Parameter]:
    """The template's parameters by name."""
    found = {}
    for name, body in mapping(tree.get("Parameters")).items():
        one = mapping(body)
        default, kind = one.get("Default"), str(one.get("Type", ""))
        found[str(name)] = Parameter(
            str(name),
            None if default is None else str(default),
            _allowed(one),
            is_list="List" in kind,
            is_looked_up="AWS::SSM::Parameter" in kind,
        )
    return found


def _allowed(parameter: Mapping[str, Any]) -> tuple[str, ...]:
    """The values it takes; a pattern without any special character takes one."""
    values = parameter.get("AllowedValues")
    if isinstance(values, list) and values:
        return tuple(dict.fromkeys(map(str, values)))
    pattern = _LITERAL_PATTERN.fullmatch(str(parameter.get("AllowedPattern", "")))
    return (pattern[1],) if pattern else ()


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
