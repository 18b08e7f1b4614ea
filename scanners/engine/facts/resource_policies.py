"""Policies of topics, queues, keys, repositories, secrets and functions: who may use a resource from outside."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class ResourcePolicy:
    """One resource and its policy, None where it has none."""

    arn: str
    policy: Policy | Unknown | None


@dataclass(frozen=True, slots=True)
class ResourcePolicies:
    """The resources of one service in one region. `unread` says how many were left out because there are too many."""

    read: tuple[ResourcePolicy, ...]
    unread: Unknown | None = None


@dataclass(frozen=True, slots=True)
class ResourcePolicyFacts:
    """Five services in one region; handed over as `Regional[ResourcePolicyFacts]`. Of keys only customer managed."""

    topics: ResourcePolicies | Unknown
    queues: ResourcePolicies | Unknown
    keys: ResourcePolicies | Unknown
    repositories: ResourcePolicies | Unknown
    secrets: ResourcePolicies | Unknown


@dataclass(frozen=True, slots=True)
class FunctionPolicyFacts:
    """Lambda functions in one region; handed over as `Regional[FunctionPolicyFacts]`."""

    functions: ResourcePolicies | Unknown
