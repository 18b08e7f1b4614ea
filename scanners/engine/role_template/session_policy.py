"""The inline policies of a scan's sessions: a second limit, ours, on whatever the customer's role grants.

A session may do what both the role and its policy allow. STS takes 2,048 characters of policy, less than the declared
actions need, so a scan has several sessions of the same role, each for some services and with exactly their actions:
no pattern, and room for any number of services. No Deny is needed: what a policy does not allow is refused.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import cache

from scanners.engine.aws.operations import Operation
from scanners.engine.aws.session import SessionPart
from scanners.engine.collectors.catalog import operations_for
from scanners.engine.role_template.permissions import grants_of
from scanners.engine.role_template.policies import VERSION

MAX_CHARACTERS = 2048
# STS also limits a packed size that nobody can compute beforehand; policies well under the limit keep away from it.
ROOM = 1600


class PolicyTooLongError(ValueError):
    """The actions of one service alone do not fit into a policy."""


def session_parts(opt_ins: Collection[str] = ()) -> tuple[SessionPart, ...]:
    """The sessions of a scan of an account for which these readings were chosen."""
    return _parts(frozenset(opt_ins))


@cache
def _parts(opt_ins: frozenset[str]) -> tuple[SessionPart, ...]:
    return parts_of(operations_for(opt_ins))


def parts_of(operations: Iterable[Operation]) -> tuple[SessionPart, ...]:
    """As few sessions as these calls need, about equally long; raises PolicyTooLongError where that is impossible."""
    services: dict[str, list[Operation]] = {}
    for operation in operations:
        services.setdefault(operation.service, []).append(operation)
    longest_first = sorted(services, key=lambda name: (-len(_policy(services[name])), name))
    for count in range(1, len(services) + 1):
        groups: list[list[Operation]] = [[] for _ in range(count)]
        for name in longest_first:
            min(groups, key=lambda group: len(_policy(group))).extend(services[name])
        if max(len(_policy(group)) for group in groups) <= ROOM:
            return tuple(_part(group) for group in groups)
    name = longest_first[0] if longest_first else ""
    raise PolicyTooLongError(f"{name}: {len(_policy(services.get(name, [])))} characters")


def _part(operations: list[Operation]) -> SessionPart:
    return SessionPart(_policy(operations), frozenset(operation.service for operation in operations))


def _policy(operations: Iterable[Operation]) -> str:
    by_resources: dict[tuple[str, ...], list[str]] = {}
    for action, resources in grants_of(operations).items():
        by_resources.setdefault(resources, []).append(action)
    statements = [
        {"Effect": "Allow", "Action": actions, "Resource": "*" if resources == ("*",) else list(resources)}
        for resources, actions in sorted(by_resources.items())
    ]
    return json.dumps({"Version": VERSION, "Statement": statements}, separators=(",", ":"))
