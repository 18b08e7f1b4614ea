"""Macie: whether it works in a region. It refuses accounts that never enabled it like callers without permission."""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed
from scanners.engine.collectors.regional import is_absent
from scanners.engine.collectors.shape import MalformedAnswerError, text
from scanners.engine.facts.macie import MacieFacts
from scanners.engine.facts.unknown import Unknown

GET_SESSION = Operation("macie2", "GetMacieSession", "macie2:GetMacieSession")
_IS_OFF = "macie is not enabled"
_NO_SESSION = "ResourceNotFoundException"


def collect(context: Context) -> MacieFacts | Unknown:
    """Only the message tells a service that is off from a refusal; any other refusal is a gap."""
    try:
        return MacieFacts(text(context.reader.call(GET_SESSION, region=context.region), "status"))
    except CallFailed as failed:
        is_off = is_absent(context, GET_SESSION, failed) or failed.code == _NO_SESSION
        is_off = is_off or (failed.code == "AccessDeniedException" and _IS_OFF in failed.gap.detail.lower())
        return MacieFacts("") if is_off else failed.gap
    except MalformedAnswerError as odd:
        return malformed(GET_SESSION, odd)


COLLECTORS = (Collector("macie", MacieFacts, (GET_SESSION,), collect, is_regional=True),)
