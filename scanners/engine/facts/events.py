"""EventBridge rules that could tell somebody: what they watch and where they send it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanners.engine.facts.matching import pattern_matches
from scanners.engine.facts.unknown import Unknown

# Services that notice a bucket becoming public, by the source of their events.
DETECTORS = frozenset(
    f"aws.{name}" for name in ("access-analyzer", "config", "securityhub", "guardduty", "macie", "trustedadvisor")
)
_OPENING_CALLS = (
    "PutBucketPolicy",
    "PutBucketAcl",
    "PutBucketPublicAccessBlock",
    "DeleteBucketPublicAccessBlock",
    "PutAccountPublicAccessBlock",
    "DeleteAccountPublicAccessBlock",
)
# Filters that choose among findings by how bad or how new they are, not by what they are about.
_HARMLESS_FILTERS = frozenset({"status", "isPublic", "severity", "messageType", "newEvaluationResult"})
# What events about findings, and about calls, are called; a rule for other events of the same source hears neither.
_FINDING_TYPES = (
    "Access Analyzer Finding",
    "Config Rules Compliance Change",
    "GuardDuty Finding",
    "Macie Finding",
    "Security Hub Findings - Imported",
    "Trusted Advisor Check Item Refresh Notification",
)
_CALL_TYPE = "AWS API Call via CloudTrail"
_SIGN_IN_TYPE = "AWS Console Sign In via CloudTrail"
_SIGN_IN_FILTERS = frozenset({"userIdentity", "eventName", "eventSource", "eventType"})
# How a policy and how an ACL opens a bucket: a rule that hears only one of them misses the other.
_MAIN_CALLS = ("PutBucketPolicy", "PutBucketAcl")
_CALL_FILTERS = frozenset({"eventName", "eventSource", "eventType", "eventCategory", "readOnly"})
_ON = frozenset({"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"})
MAX_PATTERN = 10_000


@dataclass(frozen=True, slots=True)
class EventPattern:
    """What a rule waits for. Values are as written, prefixes and wildcards as `*` patterns.

    `filters` are the first-level names the pattern demands inside `detail`, `envelope` those it demands beside source,
    type and detail (an account, single resources). `is_readable` is False where some part could not be understood, so
    that nothing may be concluded from what is missing.
    """

    sources: tuple[str, ...]
    event_names: tuple[str, ...]
    user_types: tuple[str, ...]
    filters: tuple[str, ...]
    is_readable: bool
    detail_types: tuple[str, ...] = ()
    envelope: tuple[str, ...] = ()

    @property
    def watches_root(self) -> bool:
        """Names the root user."""
        return any(one.lower() == "root" for one in self.user_types)

    @property
    def hears_root_sign_in(self) -> bool:
        """Hears of every sign-in of root: not only of chosen calls, services or accounts."""
        is_whole = self.is_readable and not self.envelope and _SIGN_IN_FILTERS.issuperset(self.filters)
        is_signin = not self.sources or any(pattern_matches(one, "aws.signin") for one in self.sources)
        is_login = "eventName" not in self.filters or any(
            pattern_matches(name, "ConsoleLogin") for name in self.event_names
        )
        return self.watches_root and is_whole and is_signin and is_login and self._hears(_SIGN_IN_TYPE)

    @property
    def detectors(self) -> tuple[str, ...]:
        """The services it listens to that notice public buckets."""
        return tuple(sorted(set(self.sources) & DETECTORS))

    @property
    def watches_opening_calls(self) -> bool:
        """Names a call that can make a bucket public."""
        return any(pattern_matches(name, call) for name in self.event_names for call in _OPENING_CALLS)

    @property
    def is_narrowed(self) -> bool:
        """Chooses among a detector's findings by something that may leave buckets out."""
        is_whole = self.is_readable and not self.envelope and self._hears(*_FINDING_TYPES)
        return not is_whole or not _HARMLESS_FILTERS.issuperset(self.filters)

    @property
    def hears_every_opening(self) -> bool:
        """Hears of both ways a bucket becomes public, on every bucket."""
        heard = all(any(pattern_matches(name, call) for name in self.event_names) for call in _MAIN_CALLS)
        is_s3 = not self.sources or any(pattern_matches(one, "aws.s3") for one in self.sources)
        is_whole = self.is_readable and not self.envelope and _CALL_FILTERS.issuperset(self.filters)
        return heard and is_s3 and is_whole and self._hears(_CALL_TYPE)

    def _hears(self, *types: str) -> bool:
        """The pattern names one of these types of events, or none at all."""
        return not self.detail_types or any(
            pattern_matches(pattern, one) for pattern in self.detail_types for one in types
        )


@dataclass(frozen=True, slots=True)
class Target:
    """Where a rule sends events. `subscriptions` counts confirmed ones, only for topics of this account, else None."""

    arn: str
    subscriptions: int | Unknown | None

    @property
    def service(self) -> str:
        """The service in the ARN."""
        return self._part(2)

    @property
    def account_id(self) -> str:
        """The account in the ARN, or nothing."""
        return self._part(4)

    def _part(self, place: int) -> str:
        parts = self.arn.split(":", 5)
        return parts[place] if len(parts) > 5 else ""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule of the default bus that watches root or public buckets. `managed_by` names an AWS service, or nobody."""

    arn: str
    name: str
    state: str
    managed_by: str
    pattern: EventPattern
    targets: tuple[Target, ...] | Unknown

    @property
    def is_own(self) -> bool:
        """On, and written by the customer: rules of AWS services tell nobody."""
        return self.state in _ON and not self.managed_by


@dataclass(frozen=True, slots=True)
class EventFacts:
    """The rules of one region that watch something we ask about; all others are left out."""

    rules: tuple[AlertRule, ...]


def parse_pattern(text: str) -> EventPattern:
    """Read an event pattern; whatever is odd about it makes it unreadable, never an error."""
    try:
        document = json.loads(text) if len(text) <= MAX_PATTERN else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        return EventPattern((), (), (), (), False)
    detail = document.get("detail", {})
    detail = detail if isinstance(detail, dict) else {"?": detail}
    identity = detail.get("userIdentity", {})
    found = [
        tuple(_values(document.get("source"))),
        tuple(_values(detail.get("eventName"))),
        tuple(_values(identity.get("type") if isinstance(identity, dict) else None)),
        tuple(_values(document.get("detail-type"))),
    ]
    sources, names, users, types = (tuple(one for one in values if one) for values in found)
    is_readable = all(all(values) for values in found) and "$or" not in document
    envelope = tuple(sorted({str(key) for key in document} - {"source", "detail", "detail-type", "$or"}))
    return EventPattern(sources, names, users, tuple(sorted(map(str, detail))), is_readable, types, envelope)


def _values(items: object) -> Iterator[str]:
    """Each alternative as text or `*` pattern; empty for one that is neither (exists, anything-but, numbers)."""
    for item in items if isinstance(items, list) else ():
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            yield _matcher(item)
        else:
            yield ""


def _matcher(item: Mapping[object, object]) -> str:
    for name, form in (("prefix", "{}*"), ("suffix", "*{}"), ("wildcard", "{}"), ("equals-ignore-case", "{}")):
        if isinstance(value := item.get(name), str):
            return form.format(value)
    return ""
