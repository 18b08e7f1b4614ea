"""EC2 instances in one region, as far as their credentials are concerned."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance that runs; `profile_arn` is empty without an instance profile.

    `is_managed` marks those that an AWS service operates: the customer cannot change them.
    """

    id: str
    profile_arn: str
    is_managed: bool


@dataclass(frozen=True, slots=True)
class InstanceFacts:
    """The running instances of one region."""

    instances: tuple[Instance, ...]
