"""Plain secrets in configurations: where one stands and what gave it away. The values themselves are never kept."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class PlainSecret:
    """A variable whose value is a secret (`is_certain`: its shape says so) or may be one (its name does)."""

    variable: str
    detector: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Configuration:
    """A function, task definition family or build project in whose variables something was found, or not readable."""

    arn: str
    found: tuple[PlainSecret, ...] | Unknown


@dataclass(frozen=True, slots=True)
class Configurations:
    """One service's configurations in one region: how many there are, and those that are not simply clean.

    `arns` names all Lambda functions; of the other services, and in scans of older versions, it is empty.
    """

    total: int
    noted: tuple[Configuration, ...]
    arns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExposedSecretFacts:
    """The three services whose configurations carry variables, in one region."""

    functions: Configurations | Unknown
    task_definitions: Configurations | Unknown
    build_projects: Configurations | Unknown
