"""Secrets Manager and Parameter Store in one region: names and dates, never a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret; `owning_service` is the AWS service that keeps it, or nobody."""

    arn: str
    name: str
    rotates: bool
    rotated_at: datetime | None
    changed_at: datetime | None
    accessed_at: datetime | None
    created_at: datetime | None
    owning_service: str


@dataclass(frozen=True, slots=True)
class SecretFacts:
    """The secrets of one region."""

    secrets: tuple[Secret, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; only those of type SecureString are encrypted."""

    name: str
    kind: str

    @property
    def is_encrypted(self) -> bool:
        """Its value is kept under a key."""
        return self.kind == "SecureString"


@dataclass(frozen=True, slots=True)
class ParameterFacts:
    """The parameters of one region."""

    parameters: tuple[Parameter, ...]
