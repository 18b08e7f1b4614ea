"""Why something could not be read, in words: the one set of them, for pages and packs."""

from __future__ import annotations

from collections.abc import Mapping

from scanners.engine.facts.unknown import Reason

_WORDS: Mapping[Reason, str] = {
    Reason.DENIED: "the role's policy does not allow it",
    Reason.DENIED_SCP: "a policy of the account's organization denies it",
    Reason.DENIED_RESOURCE: "the resource's own policy denies it",
    Reason.DENIED_SESSION: "the portal's own session policy denies it",
    Reason.THROTTLED: "AWS kept refusing calls at this rate",
    Reason.TOKEN_REGION: "the region does not accept the session",
    Reason.REPORT_PENDING: "AWS had not prepared the report in time",
    Reason.TIMEOUT: "AWS did not answer in time",
    Reason.MALFORMED: "AWS answered with something unexpected",
    Reason.NOT_CHOSEN: "this reading is off until somebody switches it on",
    Reason.NOT_COLLECTED: "it was not read",
    Reason.ERROR: "something went wrong while reading",
}


def why_unread(reason: str) -> str:
    """A stored reason as half a sentence; one that this version does not know is shown as it is."""
    return _WORDS[Reason(reason)] if reason in _KNOWN else reason


_KNOWN = frozenset(one.value for one in Reason)
