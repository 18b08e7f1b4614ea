"""IAM Access Analyzer: which analyzers a region shows."""

from __future__ import annotations

from dataclasses import dataclass

_EXTERNAL = frozenset({"ACCOUNT", "ORGANIZATION"})
_UNUSED = frozenset({"ACCOUNT_UNUSED_ACCESS", "ORGANIZATION_UNUSED_ACCESS"})


@dataclass(frozen=True, slots=True)
class Analyzer:
    """One analyzer; `kind` and `status` are AWS's words (ACCOUNT, ORGANIZATION_UNUSED_ACCESS; ACTIVE, ...)."""

    arn: str
    kind: str
    status: str

    @property
    def is_active(self) -> bool:
        """It analyses right now."""
        return self.status == "ACTIVE"

    @property
    def is_external(self) -> bool:
        """It looks for access from outside."""
        return self.kind in _EXTERNAL

    @property
    def is_unused(self) -> bool:
        """It looks for access that nobody uses."""
        return self.kind in _UNUSED


@dataclass(frozen=True, slots=True)
class AnalyzerFacts:
    """The analyzers of one region; an organization's analyzer may live in another account and is not seen here."""

    analyzers: tuple[Analyzer, ...]

    @property
    def external(self) -> tuple[Analyzer, ...]:
        """Active analyzers of external access."""
        return tuple(one for one in self.analyzers if one.is_active and one.is_external)

    @property
    def unused(self) -> tuple[Analyzer, ...]:
        """Active analyzers of unused access."""
        return tuple(one for one in self.analyzers if one.is_active and one.is_unused)
