"""Every check there is, found by walking the `checks` package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from scanners.engine.checks.verdicts import Severity, Verdict, Weight, not_applicable, unknown
from scanners.engine.facts.account import AccountFacts
from scanners.engine.facts.organization import OrgFacts
from scanners.engine.facts.regional import Regional
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope

_INACTIVE_STATES = frozenset({"SUSPENDED", "PENDING_CLOSURE", "CLOSED"})


Judge = Callable[..., Iterable[Verdict]]
FactsByType = Mapping[type, object]


@dataclass(slots=True)
class Check:
    """Metadata of one check; the decorated function under it is the rule.

    `needs` are fact classes. The judge receives the scope and then one argument per class, in that order: the fact
    itself, or a `Regional` of it when a regional collector produced it. It is not called while one of them is missing.
    After them come the `also` facts, which help but are not required: each may be an `Unknown` instead.
    """

    id: str
    title: str
    question: str
    needs: tuple[type, ...]
    severity: Severity
    weight: Weight
    fix: str
    source: str
    cli: str = ""
    console: str = ""
    also: tuple[type, ...] = ()
    _judge: Judge | None = field(default=None, repr=False)

    @property
    def module(self) -> str:
        """The module that holds the rule."""
        return self._judge.__module__ if self._judge else ""

    def judge(self, function: Judge) -> Judge:
        """Decorator: makes the function this check's rule and registers the check."""
        for name in ("id", "title", "question", "fix", "source"):
            if not getattr(self, name).strip():
                raise ValueError(f"check {self.id or function.__module__} has no {name}")
        if self.id in _CHECKS:
            raise ValueError(f"two checks are called {self.id}")
        self._judge = function
        _CHECKS[self.id] = self
        return function

    def run(self, scope: Scope, facts: FactsByType) -> tuple[Verdict, ...]:
        """The verdicts for the facts. A missing fact makes the check UNKNOWN, never PASS."""
        state = _inactive_state(scope, facts)
        if state:
            message = f"The account is {state.lower().replace('_', ' ')}, so its resources are not checked."
            return (not_applicable(scope.account_arn, "account_inactive", message, state=state),)
        arguments: list[object] = []
        for wanted in self.needs:
            fact = facts.get(wanted, Unknown(Reason.NOT_COLLECTED, ""))
            if isinstance(fact, Unknown):
                return (unknown(scope.account_arn, fact),)
            if isinstance(fact, Regional) and not any(True for _ in fact.known()):
                gaps = tuple(unknown(scope.account_arn, gap, region=region) for region, gap in fact.unknown())
                return gaps or (unknown(scope.account_arn, Unknown(Reason.NOT_COLLECTED, "")),)
            arguments.append(fact)
        arguments += [facts.get(wanted, Unknown(Reason.NOT_COLLECTED, "")) for wanted in self.also]
        if self._judge is None:
            raise ValueError(f"check {self.id} has no rule")
        verdicts = tuple(self._judge(scope, *arguments))
        if not verdicts:
            raise ValueError(f"check {self.id} gave no verdict; say NOT_APPLICABLE with a reason instead")
        return verdicts


_CHECKS: dict[str, Check] = {}


def _inactive_state(scope: Scope, facts: FactsByType) -> str:
    """AWS's word for an account that is suspended or on its way out; empty while it works or nobody knows."""
    account, organization = facts.get(AccountFacts), facts.get(OrgFacts)
    states = []
    if isinstance(account, AccountFacts) and isinstance(account.state, str):
        states.append(account.state)
    if isinstance(organization, OrgFacts) and (listed := organization.account(scope.account_id)):
        states.append(listed.state)
    return next((state for state in states if state in _INACTIVE_STATES), "")


@cache
def all_checks() -> Mapping[str, Check]:
    """All checks by id, in id order."""
    package = importlib.import_module("scanners.engine.checks")
    for module in pkgutil.walk_packages(package.__path__, prefix="scanners.engine.checks."):
        importlib.import_module(module.name)
    return dict(sorted(_CHECKS.items()))
