"""Whether a principal is an administrator or can make itself one: the one rule that all checks of it go by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scanners.engine.facts.effective import Access, Reach, Reached
from scanners.engine.facts.escalation_actions import (
    ASSUME_ROLE,
    CREDENTIAL_WRITES,
    INDIRECT,
    PASS_ROLE,
    PERMISSION_WRITES,
    ROLE_TAKERS,
    SERVICES,
    TAKEOVERS,
    spelled,
)

EVERY_ACTION_ROUTE = "every action on every resource"
BROAD_ROUTE = "nearly every service"
# The service principals of services that are not called like their actions.
_PRINCIPALS = {
    "ecs": {"ecs-tasks", "ecs", "ec2"},
    "autoscaling": {"ec2", "autoscaling"},
    "eks": {"eks", "ec2", "pods.eks", "eks-fargate-pods"},
    "batch": {"batch", "ecs-tasks", "ec2", "spotfleet"},
    "elasticbeanstalk": {"elasticbeanstalk", "ec2"},
    "elasticmapreduce": {"elasticmapreduce", "ec2"},
    "ec2": {"ec2", "spotfleet"},
    "lambda": {"lambda"},
    "cloudformation": {"cloudformation"},
    "codebuild": {"codebuild"},
    "glue": {"glue"},
    "sagemaker": {"sagemaker"},
    "states": {"states"},
}
_KNOWN_PRINCIPALS = frozenset().union(*_PRINCIPALS.values())


class Kind(StrEnum):
    """What a route gives."""

    ALL = "all"  # every action on every resource
    PERMISSIONS = "permissions"  # the principal writes its own permissions, or everybody's
    BROAD = "broad"  # nearly every service but IAM, as PowerUserAccess does
    INDIRECT = "indirect"  # rights of another principal that the account may have
    TAKEOVER = "takeover"  # rights of something that runs already


@dataclass(frozen=True, slots=True)
class Route:
    """One way to administrator rights: what it takes, how far that is allowed, and the policies that allow it."""

    kind: Kind
    actions: tuple[str, ...]
    reach: Reach
    labels: tuple[str, ...]

    @property
    def text(self) -> str:
        """The actions, for a sentence."""
        return " + ".join(self.actions)


@dataclass(frozen=True, slots=True)
class AdminRole:
    """A role of the account that is an administrator; `trusts_account` if its identity policies let callers in."""

    arn: str
    trusts_account: bool


def routes(access: Access, *, own_arns: Iterable[str] = (), admin_roles: Iterable[AdminRole] = ()) -> tuple[Route, ...]:
    """Every route that some policy allows, denied ones included.

    `own_arns` are further resources whose policies are the principal's own: its groups and its customer managed
    policies. `admin_roles` are the account's administrators that it may pass or assume.
    """
    others = tuple(one for one in admin_roles if one.arn != access.owner_arn)
    actions = access.actions()
    if not actions:
        return ()
    found = list(_permission_routes(access, actions, (access.owner_arn, *own_arns)))
    whole = access.everything()
    if whole.reach:
        left = max((one.reach for one in found), default=Reach.DENIED)
        found.insert(0, Route(Kind.ALL, (EVERY_ACTION_ROUTE,), min(whole.reach, left), whole.labels))
    found += _broad_route(access, actions)
    found += _indirect_routes(access, actions)
    found += _passing_routes(access, actions, others)
    found += _assuming_routes(access, actions, others)
    for action in TAKEOVERS:
        if action.lower() in actions:
            found += _route(Kind.TAKEOVER, (action,), access.reach(action.lower()))
    return tuple(found)


def _permission_routes(access: Access, actions: frozenset[str], own: tuple[str, ...]) -> Iterator[Route]:
    credentials = _strongest(access.reach(one, access.target(kind)) for one, kind in CREDENTIAL_WRITES.items())
    for action, kind in PERMISSION_WRITES.items():
        if action not in actions:
            continue
        own_ones = [arn for arn in own if f":{kind}/" in arn]
        mine = _strongest(access.reach(action, arn) for arn in own_ones)
        every = access.reach(action, access.target(kind))
        if kind == "user" and access.kind == "group":
            mine = every  # a group's members are users
        if mine.reach:
            yield from _route(Kind.PERMISSIONS, (spelled(action),), max(mine, every, key=_by_reach))
        elif every.reach and kind in ("role", "policy"):
            yield from _route(Kind.PERMISSIONS, (spelled(action),), every)
        elif every.reach and credentials.reach:
            both = Reached(min(every.reach, credentials.reach), (*every.labels, *credentials.labels))
            yield from _route(Kind.PERMISSIONS, (spelled(action), "a user's credentials"), both)
        elif every.reach:
            yield from _route(Kind.INDIRECT, (spelled(action),), every)


def _broad_route(access: Access, actions: frozenset[str]) -> Iterator[Route]:
    """At least half of the services whose actions are listed, by patterns or by everything but a list."""
    if len({action.partition(":")[0] for action in actions} & SERVICES) * 2 < len(SERVICES):
        return
    services = {name: reach for name, reach in access.services().items() if name in SERVICES}
    for least in (Reach.YES, Reach.CONDITIONAL):
        reached = [name for name, reach in services.items() if reach >= least]
        if len(reached) * 2 >= len(SERVICES):
            yield Route(Kind.BROAD, (BROAD_ROUTE,), least, (access.widest,))
            return


def _indirect_routes(access: Access, actions: frozenset[str]) -> Iterator[Route]:
    for action, kind in INDIRECT.items():
        if action in actions:
            reached = access.reach(action, access.target(kind) if kind else "")
            yield from _route(Kind.INDIRECT, (spelled(action),), reached)


def _assuming_routes(access: Access, actions: frozenset[str], roles: tuple[AdminRole, ...]) -> Iterator[Route]:
    if ASSUME_ROLE in actions:
        arns = [one.arn for one in roles if one.trusts_account]
        reached = _strongest(access.reach(ASSUME_ROLE, arn) for arn in arns)
        yield from _route(Kind.INDIRECT, ("sts:AssumeRole of an administrator",), reached)


def _passing_routes(access: Access, actions: frozenset[str], roles: tuple[AdminRole, ...]) -> Iterator[Route]:
    if PASS_ROLE not in actions:
        return
    passing = _strongest(access.reach(PASS_ROLE, arn) for arn in (access.target("role"), *(one.arn for one in roles)))
    if not passing.reach:
        return
    for action in ROLE_TAKERS:
        if action.lower() not in actions or not _may_be_passed_to(passing, action):
            continue
        taking = access.reach(action.lower(), access.target("instance-profile") if action.startswith("iam:") else "")
        both = Reached(min(passing.reach, taking.reach), (*passing.labels, *taking.labels))
        yield from _route(Kind.INDIRECT, ("iam:PassRole", action), both)


def _may_be_passed_to(passing: Reached, action: str) -> bool:
    """Whether iam:PassedToService leaves the action's service; where either is not known, it may."""
    principals = _PRINCIPALS.get(action.partition(":")[0])
    if passing.passed_to is None or principals is None:
        return True
    return bool(passing.passed_to & principals) or not passing.passed_to <= _KNOWN_PRINCIPALS


def _route(kind: Kind, actions: tuple[str, ...], reached: Reached) -> Iterator[Route]:
    if reached.reach:
        yield Route(kind, actions, reached.reach, tuple(dict.fromkeys(reached.labels)))


def _strongest(some: Iterable[Reached]) -> Reached:
    return max(some, key=_by_reach, default=Reached(Reach.NO))


def _by_reach(one: Reached) -> int:
    return one.reach
