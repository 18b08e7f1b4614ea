"""Every check of documents, found by walking the `checks` package beside this file."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, unknown
from scanners.engine.documents.errors import UnreadableError
from scanners.engine.facts.unknown import Reason, Unknown

# Goes up whenever a check here says something else about the same bytes, so that files are read again.
VERSION = 3

Judge = Callable[[str, bytes], Iterable[Verdict]]
JudgeWithAccounts = Callable[[str, bytes, frozenset[str]], Iterable[Verdict]]


@dataclass(slots=True)
class DocumentCheck:
    """Metadata of one check; the decorated function under it takes a file's name and bytes.

    The function yields nothing about a file that is none of its business. `wanted` says what to attach.
    `is_replaceable` is whether typed fields that meet their rules may stand in for a missing document.
    """

    id: str
    title: str
    question: str
    wanted: str
    severity: Severity
    weight: Weight
    fix: str
    source: str
    cli: str = ""
    console: str = ""
    is_replaceable: bool = False
    _judge: JudgeWithAccounts | None = field(default=None, repr=False)

    def judge(self, function: Judge) -> Judge:
        """Decorator: makes the function this check's rule and registers the check."""
        self.judge_with_accounts(lambda name, data, _accounts: function(name, data))
        return function

    def judge_with_accounts(self, function: JudgeWithAccounts) -> JudgeWithAccounts:
        """Like `judge`, for a rule that compares principals with the IDs of the vendor's declared AWS accounts."""
        if self.id in _CHECKS:
            raise ValueError(f"two checks of documents are called {self.id}")
        self._judge = function
        _CHECKS[self.id] = self
        return function

    def run(self, name: str, data: bytes, accounts: frozenset[str] = frozenset()) -> tuple[Verdict, ...]:
        """What the file shows. One that cannot be understood is UNKNOWN, never a pass.

        `accounts` are the IDs of the AWS accounts that the vendor declared as its own.
        """
        if self._judge is None:
            raise ValueError(f"check {self.id} has no rule")
        try:
            return tuple(self._judge(name, data, accounts))
        except UnreadableError as error:
            return (unknown(name, Unknown(Reason.MALFORMED, "", f"{name}: {error}")),)


_CHECKS: dict[str, DocumentCheck] = {}


@cache
def document_checks() -> Mapping[str, DocumentCheck]:
    """All checks of documents by id, in id order."""
    package = importlib.import_module("scanners.engine.documents.checks")
    for module in pkgutil.iter_modules(package.__path__, prefix="scanners.engine.documents.checks."):
        importlib.import_module(module.name)
    return dict(sorted(_CHECKS.items()))
