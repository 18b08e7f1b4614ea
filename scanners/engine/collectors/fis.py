"""Fault Injection Service: the experiments that were run."""

from __future__ import annotations

from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context
from scanners.engine.collectors.regional import read_region
from scanners.engine.collectors.shape import Fields, moment_or_none, structure_or_empty, text, text_or
from scanners.engine.facts.recovery import Experiment, FaultInjectionFacts
from scanners.engine.facts.unknown import Unknown

LIST = Operation("fis", "ListExperiments", "fis:ListExperiments")


def collect(context: Context) -> FaultInjectionFacts | Unknown:
    """All experiments of the region."""
    found = read_region(context, LIST, "experiments", _experiment)
    return found if isinstance(found, Unknown) else FaultInjectionFacts(found)


def _experiment(one: Fields) -> Experiment:
    status = text_or(structure_or_empty(one, "state"), "status")
    mode = text_or(structure_or_empty(one, "experimentOptions"), "actionsMode")
    return Experiment(text(one, "arn"), status, moment_or_none(one, "creationTime"), mode == "skip-all")


COLLECTORS = (Collector("fis", FaultInjectionFacts, (LIST,), collect, is_regional=True),)
