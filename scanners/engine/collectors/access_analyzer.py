"""IAM Access Analyzer: the analyzers a region shows to this account."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, text
from scanners.engine.facts.access_analyzer import Analyzer, AnalyzerFacts
from scanners.engine.facts.unknown import Unknown

LIST_ANALYZERS = Operation("accessanalyzer", "ListAnalyzers", "access-analyzer:ListAnalyzers")


def collect(context: Context) -> AnalyzerFacts | Unknown:
    """Analyzers of one region, of any type and status."""
    found = read_region(context, LIST_ANALYZERS, "analyzers", _analyzer)
    return found if isinstance(found, Unknown) else AnalyzerFacts(found)


def _analyzer(analyzer: Fields) -> Analyzer:
    return Analyzer(text(analyzer, "arn"), text(analyzer, "type"), text(analyzer, "status"))


COLLECTORS = (Collector("access_analyzer", AnalyzerFacts, (LIST_ANALYZERS,), collect, is_regional=True),)
