"""Why something could not be read, in words: the one set of them, for pages and packs."""

from __future__ import annotations

from collections.abc import Mapping

from scanners.engine.facts.unknown import Reason

_WORDS: Mapping[Reason, str] = {
    Reason.DENIED: "denied by the role's policies",
    Reason.DENIED_SCP: "denied by a service control policy of the organization",
    Reason.DENIED_RESOURCE: "denied by the resource-based policy",
    Reason.DENIED_SESSION: "denied by the portal's session policy",
    Reason.THROTTLED: "throttled by AWS",
    Reason.TOKEN_REGION: "the Region does not accept the session",
    Reason.REPORT_PENDING: "the report was not ready in time",
    Reason.TIMEOUT: "AWS did not respond in time",
    Reason.MALFORMED: "unexpected response from AWS",
    Reason.NOT_CHOSEN: "optional read, turned off",
    Reason.NOT_COLLECTED: "not scanned",
    Reason.ERROR: "an error occurred",
}


def why_unread(reason: str) -> str:
    """A stored reason as half a sentence; one that this version does not know is shown as it is."""
    return _WORDS[Reason(reason)] if reason in _KNOWN else reason


_KNOWN = frozenset(one.value for one in Reason)
