"""AWS Artifact: which agreements are in force. No document is downloaded."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, read_all
from scanners.engine.collectors.shape import Fields, moment_or_none, text_or
from scanners.engine.facts.artifact import Agreement, AgreementFacts
from scanners.engine.facts.unknown import Unknown

LIST_AGREEMENTS = Operation("artifact", "ListCustomerAgreements", "artifact:ListCustomerAgreements")
_REGIONS = {"aws": "us-east-1", "aws-us-gov": "us-gov-west-1"}


def collect(context: Context) -> AgreementFacts | Unknown:
    """The service answers from one region; elsewhere it has no endpoint, which is a gap."""
    region = _REGIONS.get(context.reader.partition, "")
    found = read_all(context, LIST_AGREEMENTS, "customerAgreements", _agreement, region=region)
    return found if isinstance(found, Unknown) else AgreementFacts(found)


def _agreement(agreement: Fields) -> Agreement:
    return Agreement(
        arn=text_or(agreement, "arn"),
        name=text_or(agreement, "name"),
        state=text_or(agreement, "state"),
        kind=text_or(agreement, "type"),
        effective_start=moment_or_none(agreement, "effectiveStart"),
        effective_end=moment_or_none(agreement, "effectiveEnd"),
        account_id=text_or(agreement, "awsAccountId"),
        organization_arn=text_or(agreement, "organizationArn"),
    )


COLLECTORS = (Collector("artifact", AgreementFacts, (LIST_AGREEMENTS,), collect),)
