"""Queues, topics and streams, and whether they are encrypted."""

from __future__ import annotations

from dataclasses import dataclass

from scanners.engine.facts.policies import Policy
from scanners.engine.facts.unknown import Reason, Unknown

_NOT_ASKED = Unknown(Reason.NOT_COLLECTED, "")


@dataclass(frozen=True, slots=True)
class Channel:
    """A queue, topic or stream; `kind` is that word.

    `encryption` is the key or AWS's word for its own, empty where it is off. It is not asked,
    Unknown(NOT_COLLECTED), of channels past the first hundred of a kind whose tags do not speak of their data.
    `policy` came along where the encryption was asked, None where there is none.
    """

    arn: str
    kind: str
    name: str
    encryption: str | Unknown
    policy: Policy | Unknown | None = _NOT_ASKED


@dataclass(frozen=True, slots=True)
class MessagingFacts:
    """The channels of one region; handed over as `Regional[MessagingFacts]`."""

    queues: tuple[Channel, ...] | Unknown
    topics: tuple[Channel, ...] | Unknown
    streams: tuple[Channel, ...] | Unknown
