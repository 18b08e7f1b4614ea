"""Every check there is, found by walking the `checks` package."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from scanners.facts.account import AccountFacts
from scanners.facts.organization import OrgFacts
from scanners.facts.regional import Regional
from scanners.facts.unknown import Reason, Unknown
from scanners.verdicts import Severity, Verdict, Weight, not_applicable, unknown

_INACTIVE_STATES = frozenset({"SUSPENDED", "PENDING_CLOSURE", "CLOSED"})


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account the customer calls its own.

    `stage` is "production", "non_production", "log_archive", "platform" (security, network, management) or empty (not
    classified). An account with two stages stands twice.
    """

    id: str
    stage: str = ""
    is_connected: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredStore:
    """What the customer says of one data store, by ARN.

    `role` is "primary", "replica", "cache", "log", "artefact", "public_asset" or empty (not classified);
    `keep_days` is how far back it must be restorable, 0 where nothing is declared.
    """

    arn: str
    role: str = ""
    is_sensitive: bool | None = None
    keep_days: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """What a check may know besides facts: the account and the moment the facts were read (UTC).

    Everything from `is_production` on is what the customer declared. Where it is not given, a check that depends
    on it says REVIEW, never PASS. `support_arrangement` is "partner_led", "action_plan" or empty;
    `has_management_contacts` means that the connected management account was found to have all three contacts;
    `reviewed_public_buckets` are names with a valid review record of public reading; `person_user_names` are IAM
    users mapped to one named person; `has_no_other_stage` means that nothing but production runs on AWS;
    `reviewed_workloads` are names or ARNs of the Well-Architected workloads that are this product;
    `logs_access_itself` means that the product records who reads its data;
    `is_federation_mfa_enforced` is an attestation not older than a year;
    `rpo_minutes` is the strictest recovery point objective declared for the account's stores;
    `has_third_parties` and `has_static_credentials` are screening answers; `human_access` are the ways in which people
    are declared to reach AWS ("iam_users", "identity_center", "federation"), empty where nobody has said.
    """

    account_id: str
    partition: str
    now: datetime
    regions: tuple[str, ...]
    is_production: bool | None = None
    support_arrangement: str = ""
    company_name: str = ""
    company_domains: tuple[str, ...] = ()
    is_contact_phone_attested: bool = False
    has_management_contacts: bool = False
    own_accounts: tuple[OwnAccount, ...] = ()
    is_log_account: bool = False
    reviewed_public_buckets: tuple[str, ...] = ()
    person_user_names: tuple[str, ...] = ()
    identity_audit_at: datetime | None = None
    is_federation_mfa_enforced: bool | None = None
    has_no_other_stage: bool = False
    handles_phi: bool | None = None
    reaches_customer_accounts: bool | None = None
    reviewed_workloads: tuple[str, ...] = ()
    logs_access_itself: bool | None = None
    stores: tuple[DeclaredStore, ...] = ()
    rpo_minutes: int | None = None
    has_third_parties: bool | None = None
    human_access: tuple[str, ...] = ()
    has_static_credentials: bool | None = None
    _stores_by_arn: Mapping[str, DeclaredStore] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_stores_by_arn", {one.arn: one for one in self.stores})

    @property
    def account_arn(self) -> str:
        """Names the account where no single resource is meant."""
        return f"arn:{self.partition}:iam::{self.account_id}:root"

    def store(self, arn: str) -> DeclaredStore:
        """What is declared of a store; an unclassified one if nothing is."""
        return self._stores_by_arn.get(arn) or DeclaredStore(arn)


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
        """Judge the facts. A missing fact makes the whole check UNKNOWN, it never passes."""
        state = _inactive_state(scope, facts)
        if state:
            message = f"The account is {state.lower().replace('_', ' ')}, so there is nothing to judge."
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
    package = importlib.import_module("scanners.checks")
    for module in pkgutil.walk_packages(package.__path__, prefix="scanners.checks."):
        importlib.import_module(module.name)
    return dict(sorted(_CHECKS.items()))
