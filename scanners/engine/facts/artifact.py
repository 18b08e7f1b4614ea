"""AWS Artifact: agreements the account or its organization has made with AWS."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement; `state` is ACTIVE, ..., `kind` DEFAULT, CUSTOM or MODIFIED."""

    arn: str
    name: str
    state: str
    kind: str
    effective_start: datetime | None
    effective_end: datetime | None
    account_id: str
    organization_arn: str


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """What AWS lists; agreements signed on paper are not among them."""

    agreements: tuple[Agreement, ...]
