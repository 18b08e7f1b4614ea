"""EventBridge rules that could tell somebody: what they watch and where they send it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanners.facts.matching import pattern_matches
from scanners.facts.unknown import Unknown

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
_ON = frozenset({"ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"})
MAX_PATTERN = 10_000


@dataclass(frozen=True, slots=True)
class EventPattern:
    """What a rule waits for. Values are as written, prefixes and wildcards as `*` patterns.

    `filters` are the first-level names the pattern demands inside `detail`; `is_readable` is False where some part
    could not be understood, so that nothing may be concluded from what is missing.
    """

    sources: tuple[str, ...]
    event_names: tuple[str, ...]
    user_types: tuple[str, ...]
    filters: tuple[str, ...]
    is_readable: bool

    @property
    def watches_root(self) -> bool:
        """Names the root user."""
        return any(one.lower() == "root" for one in self.user_types)

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
        return not self.is_readable or not _HARMLESS_FILTERS.issuperset(self.filters)


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
    ]
    sources, names, users = (tuple(one for one in values if one) for values in found)
    is_readable = all(all(values) for values in found) and "$or" not in document
    return EventPattern(sources, names, users, tuple(sorted(map(str, detail))), is_readable)


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
