"""Condition blocks. Three answers: they hold, they do not, or we do not understand them (None).

Who asks turns None into a refusal: an Allow needs True, a Deny needs False to be harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devstack.simulated_aws.policies.patterns import arn_matches, as_list, matches

Context = Mapping[str, tuple[str, ...]]
"""Condition keys in lower case and their values; a key that is absent from the request is absent here."""

# Keys that AWS knows and a call of the portal never carries. Any other key is one we do not understand.
ABSENT_KEYS = frozenset(
    {
        "aws:multifactorauthpresent",
        "aws:multifactorauthage",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "sts:externalid",
        "sts:rolesessionname",
        "sts:sourceidentity",
    }
)


def _equal_ignoring_case(value: str, wanted: str) -> bool:
    return value.casefold() == wanted.casefold()


def _equal(value: str, wanted: str) -> bool:
    return value == wanted


_Test = Callable[[str, str], bool]
_TESTS: dict[str, tuple[_Test, bool]] = {  # operator -> test of one value, and whether the operator negates it
    "stringequals": (_equal, False),
    "stringnotequals": (_equal, True),
    "stringequalsignorecase": (_equal_ignoring_case, False),
    "stringnotequalsignorecase": (_equal_ignoring_case, True),
    "stringlike": (matches, False),
    "stringnotlike": (matches, True),
    "arnequals": (arn_matches, False),
    "arnlike": (arn_matches, False),
    "arnnotequals": (arn_matches, True),
    "arnnotlike": (arn_matches, True),
    "bool": (_equal_ignoring_case, False),
}


def conditions_hold(block: object, context: Context) -> bool | None:
    """True when every line of the block holds, False when one does not, None when a line is not understood."""
    if not isinstance(block, Mapping):
        return None
    answers: list[bool | None] = []
    for operator, lines in block.items():
        if not isinstance(lines, Mapping):
            return None
        answers += [_line_holds(str(operator), str(key), wanted, context) for key, wanted in lines.items()]
    if None in answers:
        return None
    return all(answers)


def _line_holds(operator: str, key: str, wanted: object, context: Context) -> bool | None:
    name = key.casefold()
    if name not in context and name not in ABSENT_KEYS:
        return None
    expected = [_text(item) for item in as_list(wanted)]
    values = context.get(name)
    quantifier, _, plain = operator.rpartition(":")
    plain = plain.casefold()
    if plain == "null":
        return None if quantifier else _null_holds(expected, values)
    if plain.endswith("ifexists"):
        if values is None:
            return True
        plain = plain.removesuffix("ifexists")
    return _test(plain, quantifier.casefold(), expected, values)


def _test(operator: str, quantifier: str, expected: list[str], values: tuple[str, ...] | None) -> bool | None:
    known = _TESTS.get(operator)
    if known is None or quantifier not in {"", "foranyvalue", "forallvalues"}:
        return None
    test, negated = known
    if values is None:  # AWS: a negated operator holds for an absent key, and so does ForAllValues
        return quantifier == "forallvalues" or (negated and not quantifier)
    outcomes = [any(test(value, item) for item in expected) != negated for value in values]
    return any(outcomes) if quantifier == "foranyvalue" else all(outcomes)


def _null_holds(expected: list[str], values: tuple[str, ...] | None) -> bool | None:
    if expected not in (["true"], ["false"]):
        return None
    return (values is None) == (expected == ["true"])


def _text(value: object) -> str:
    """`true` and `"true"` mean the same in a policy."""
    return str(value).lower() if isinstance(value, bool) else str(value)
