"""DynamoDB tables and their point-in-time recovery."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.unknown import Unknown


@dataclass(frozen=True, slots=True)
class Recovery:
    """Point-in-time recovery; `window_days` is 0 while it is off."""

    is_on: bool
    window_days: int


@dataclass(frozen=True, slots=True)
class Table:
    """One table. Recovery is not asked, Unknown(NOT_COLLECTED), where AWS Backup copied the table lately."""

    arn: str
    name: str
    recovery: Recovery | Unknown


@dataclass(frozen=True, slots=True)
class DynamoDbFacts:
    """The tables of one region; handed over as `Regional[DynamoDbFacts]`."""

    tables: tuple[Table, ...]
