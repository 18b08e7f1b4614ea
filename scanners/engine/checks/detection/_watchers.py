"""Services that detect a public bucket in a Region."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.checks.detection._standards import looks_for_public_buckets
from scanners.engine.facts.access_analyzer import AnalyzerFacts
from scanners.engine.facts.config import ConfigFacts
from scanners.engine.facts.guardduty import GuardDutyFacts
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.securityhub import HubFacts
from scanners.engine.facts.unknown import Unknown

_RULES = frozenset(
    {
        "S3_BUCKET_PUBLIC_READ_PROHIBITED",
        "S3_BUCKET_PUBLIC_WRITE_PROHIBITED",
        "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED",
        "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS",
        "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
    }
)
_BUCKET = "AWS::S3::Bucket"


@dataclass(frozen=True, slots=True)
class Watchers:
    """The facts of five detection services in one Region."""

    analyzers: AnalyzerFacts | Unknown
    config: ConfigFacts | Unknown
    hub: HubFacts | Unknown
    guardduty: GuardDutyFacts | Unknown
    macie: MacieFacts | Unknown

    def working(self) -> tuple[str, ...]:
        """Names of the services that certainly detect public buckets."""
        states = {
            "Access Analyzer": self._analyzer(),
            "a rule of AWS Config": self._rule(),
            "Security Hub": self._standard(),
            "GuardDuty": self._detector(),
            "Macie": self._session(),
        }
        return tuple(name for name, state in states.items() if state is True)

    def speaks(self, source: str) -> bool | Unknown:
        """True if an active service sends events of this source; Security Hub forwards findings of others."""
        states = {
            "aws.access-analyzer": self._analyzer,
            "aws.config": self._rule,
            "aws.securityhub": self._hub,
            "aws.guardduty": self._detector,
            "aws.macie": self._session,
        }
        return states[source]() if source in states else False

    def gap(self) -> Unknown | None:
        """The first gap that could hide an active service."""
        states = (self._analyzer(), self._rule(), self._standard(), self._detector(), self._session())
        return next((one for one in states if isinstance(one, Unknown)), None)

    def _detector(self) -> bool | Unknown:
        return self.guardduty if isinstance(self.guardduty, Unknown) else self.guardduty.is_on

    def _session(self) -> bool | Unknown:
        return self.macie if isinstance(self.macie, Unknown) else self.macie.is_on

    def _hub(self) -> bool | Unknown:
        if isinstance(self.hub, Unknown) or not self.hub.is_on:
            return self.hub if isinstance(self.hub, Unknown) else False
        return True if self.working() else self.gap() or False

    def _analyzer(self) -> bool | Unknown:
        return self.analyzers if isinstance(self.analyzers, Unknown) else bool(self.analyzers.external)

    def _rule(self) -> bool | Unknown:
        """True if an active AWS Config rule covers public buckets; rules need a recorder."""
        state = self._recorder()
        if isinstance(self.config, Unknown) or state is False or self.config.rules is None:
            return state if isinstance(self.config, Unknown) else False
        if isinstance(self.config.rules, Unknown):
            return self.config.rules
        is_there = any(one.identifier in _RULES and one.state in ("ACTIVE", "EVALUATING") for one in self.config.rules)
        return state if is_there else False

    def _standard(self) -> bool | Unknown:
        """Security Hub's controls for S3 are rules of AWS Config too: without a recorder they find nothing.

        https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-setup-prereqs.html
        """
        found = self.hub if isinstance(self.hub, Unknown) else looks_for_public_buckets(self.hub)
        return self._recorder() if found is True else found

    def _recorder(self) -> bool | Unknown:
        """True if a recorder is recording S3 buckets."""
        if isinstance(self.config, Unknown):
            return self.config
        states = [one.is_recording for one in self.config.recorders if one.records(_BUCKET)]
        return True if True in states else next((one for one in states if isinstance(one, Unknown)), False)
