"""IAM Access Analyzer: the analyzers a region shows to this account."""

from __future__ import annotations

from scanners.aws.operations import Operation
from scanners.collectors.collector import Collector, Context
from scanners.collectors.regional import read_region
from scanners.collectors.shape import Fields, text
from scanners.facts.access_analyzer import Analyzer, AnalyzerFacts
from scanners.facts.unknown import Unknown

LIST_ANALYZERS = Operation("accessanalyzer", "ListAnalyzers", "access-analyzer:ListAnalyzers")


def collect(context: Context) -> AnalyzerFacts | Unknown:
    """Analyzers of one region, of any type and status."""
    found = read_region(context, LIST_ANALYZERS, "analyzers", _analyzer)
    return found if isinstance(found, Unknown) else AnalyzerFacts(found)


def _analyzer(analyzer: Fields) -> Analyzer:
    return Analyzer(text(analyzer, "arn"), text(analyzer, "type"), text(analyzer, "status"))


COLLECTORS = (Collector("access_analyzer", AnalyzerFacts, (LIST_ANALYZERS,), collect, is_regional=True),)
