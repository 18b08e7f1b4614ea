"""Whether databases force their clients to use TLS, by the parameter groups they run with."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class TlsGroup:
    """A parameter group in use and the databases (ARNs) that use it.

    `value` is empty where the customer set nothing: then the engine's default holds, which AWS does not show.
    """

    arn: str
    name: str
    parameter: str
    databases: tuple[str, ...]
    value: str | Unknown


@dataclass(frozen=True, slots=True)
class DatabaseTlsFacts:
    """The parameter groups of one region; engines without such a parameter have none here."""

    databases: tuple[TlsGroup, ...] | Unknown
    warehouses: tuple[TlsGroup, ...] | Unknown
