"""Resilience Hub: applications with their targets and the latest verdict."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation, Paging
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, moment_or_none, number_or, text, text_or
from scanners.engine.facts.recovery import ResilienceApp, ResilienceHubFacts
from scanners.engine.facts.unknown import Unknown

LIST_APPS = Operation("resiliencehub", "ListApps", "resiliencehub:ListApps", paging=Paging("nextToken", "nextToken"))


def collect(context: Context) -> ResilienceHubFacts | Unknown:
    """All applications of the region; each carries its own targets, so policies need not be read."""
    found = read_region(context, LIST_APPS, "appSummaries", _app)
    return found if isinstance(found, Unknown) else ResilienceHubFacts(found)


def _app(app: Fields) -> ResilienceApp:
    return ResilienceApp(
        arn=text(app, "appArn"),
        name=text(app, "name"),
        compliance=text_or(app, "complianceStatus", "NotAssessed"),
        rto_seconds=number_or(app, "rtoInSecs", 0),
        rpo_seconds=number_or(app, "rpoInSecs", 0),
        assessed_at=moment_or_none(app, "lastAppComplianceEvaluationTime"),
    )


COLLECTORS = (Collector("resiliencehub", ResilienceHubFacts, (LIST_APPS,), collect, is_regional=True),)
