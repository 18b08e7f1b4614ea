"""Parameter Store: names and types of parameters. Values, descriptions and who changed them are never kept."""

from __future__ import annotations

from scanners.aws.operations import Operation
from scanners.collectors.collector import Collector, Context
from scanners.collectors.regional import read_region
from scanners.collectors.shape import Fields, text
from scanners.facts.secrets import Parameter, ParameterFacts
from scanners.facts.unknown import Unknown

DESCRIBE_PARAMETERS = Operation("ssm", "DescribeParameters", "ssm:DescribeParameters")
_PAGE = 50


def collect(context: Context) -> ParameterFacts | Unknown:
    """Parameters of one region."""
    found = read_region(context, DESCRIBE_PARAMETERS, "Parameters", _parameter, MaxResults=_PAGE)
    return found if isinstance(found, Unknown) else ParameterFacts(found)


def _parameter(parameter: Fields) -> Parameter:
    return Parameter(text(parameter, "Name"), text(parameter, "Type"))


COLLECTORS = (Collector("ssm", ParameterFacts, (DESCRIBE_PARAMETERS,), collect, is_regional=True),)
