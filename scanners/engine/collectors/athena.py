"""Athena's enabled workgroups. The group "primary" is in every region that was ever opened in the console.

https://docs.aws.amazon.com/athena/latest/APIReference/API_GetWorkGroup.html
"""

from __future__ import annotations

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context, read
from scanners.engine.collectors.regional import local_arn, read_region
from scanners.engine.collectors.shape import Fields, flag_or, structure, structure_or_empty, text, text_or
from scanners.engine.facts.athena import AthenaFacts, ResultSettings, WorkGroup
from scanners.engine.facts.unknown import Unknown

LIST_GROUPS = Operation("athena", "ListWorkGroups", "athena:ListWorkGroups", paging=Paging("NextToken", "NextToken"))
GET_GROUP = Operation("athena", "GetWorkGroup", "athena:GetWorkGroup")


def collect(context: Context) -> AthenaFacts | Unknown:
    """All enabled workgroups, each with what it says about results."""
    listed = read_region(
        context, LIST_GROUPS, "WorkGroups", lambda group: (text(group, "Name"), text_or(group, "State"))
    )
    if isinstance(listed, Unknown):
        return listed
    names = [name for name, state in listed if state != "DISABLED"]
    return AthenaFacts(tuple(context.reader.each(lambda name: _group(context, name), names)))


def _group(context: Context, name: str) -> WorkGroup:
    results = read(context, GET_GROUP, _results, region=context.region, WorkGroup=name)
    return WorkGroup(local_arn(context, "athena", f"workgroup/{name}"), name, results)


def _results(answer: Fields) -> ResultSettings:
    settings = structure_or_empty(structure(answer, "WorkGroup"), "Configuration")
    results = structure_or_empty(settings, "ResultConfiguration")
    return ResultSettings(
        encryption=text_or(structure_or_empty(results, "EncryptionConfiguration"), "EncryptionOption"),
        is_enforced=flag_or(settings, "EnforceWorkGroupConfiguration", False),
        has_location=bool(text_or(results, "OutputLocation")),
        is_managed=flag_or(structure_or_empty(settings, "ManagedQueryResultsConfiguration"), "Enabled", False),
    )


COLLECTORS = (Collector("athena", AthenaFacts, (LIST_GROUPS, GET_GROUP), collect, is_regional=True),)
