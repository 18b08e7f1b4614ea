"""sts:GetCallerIdentity: which account and role the session really is."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.shape import Fields, MalformedAnswerError, text
from scanners.engine.facts.identity import CallerFacts
from scanners.engine.facts.unknown import Unknown

GET_CALLER_IDENTITY = Operation("sts", "GetCallerIdentity", "")


def collect(context: Context) -> CallerFacts | Unknown:
    """Who the scan is."""

    def parse(answer: Fields) -> CallerFacts:
        arn = text(answer, "Arn")
        parts = arn.split(":")
        if len(parts) != 6 or parts[0] != "arn":
            raise MalformedAnswerError("Arn is not an ARN")
        return CallerFacts(text(answer, "Account"), parts[1], arn, context.now)

    return read(context, GET_CALLER_IDENTITY, parse)


COLLECTORS = (Collector("identity", CallerFacts, (GET_CALLER_IDENTITY,), collect),)
