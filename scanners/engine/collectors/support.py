"""AWS Support: the API answers only accounts with a plan of Business level or above.

The error code of the refusal is in no service model, so it is matched by its text:
https://docs.aws.amazon.com/awssupport/latest/user/about-support-api.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.shape import Fields, structures, text
from scanners.engine.facts.support import SupportFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE_LEVELS = Operation("support", "DescribeSeverityLevels", "support:DescribeSeverityLevels")
# The API lives in one region of each partition.
_REGIONS = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}


def collect(context: Context) -> SupportFacts | Unknown:
    """Whether the account is entitled to the Support API."""
    return read(
        context,
        DESCRIBE_LEVELS,
        _levels,
        region=_REGIONS[context.reader.partition],
        absent={"SubscriptionRequiredException": SupportFacts(False, ())},
        language="en",
    )


def _levels(answer: Fields) -> SupportFacts:
    return SupportFacts(True, tuple(text(level, "code") for level in structures(answer, "severityLevels")))


COLLECTORS = (Collector("support", SupportFacts, (DESCRIBE_LEVELS,), collect),)
