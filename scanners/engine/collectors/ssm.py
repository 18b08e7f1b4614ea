"""Parameter Store: names and types of parameters. Values, descriptions and who changed them are never kept."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, text
from scanners.engine.facts.secrets import Parameter, ParameterFacts
from scanners.engine.facts.unknown import Unknown

DESCRIBE_PARAMETERS = Operation("ssm", "DescribeParameters", "ssm:DescribeParameters")
_PAGE = 50


def collect(context: Context) -> ParameterFacts | Unknown:
    """Parameters of one region."""
    found = read_region(context, DESCRIBE_PARAMETERS, "Parameters", _parameter, MaxResults=_PAGE)
    return found if isinstance(found, Unknown) else ParameterFacts(found)


def _parameter(parameter: Fields) -> Parameter:
    return Parameter(text(parameter, "Name"), text(parameter, "Type"))


COLLECTORS = (Collector("ssm", ParameterFacts, (DESCRIBE_PARAMETERS,), collect, is_regional=True),)
