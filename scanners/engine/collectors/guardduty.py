"""GuardDuty: the detectors of a region and whether they work. No finding is read."""

from __future__ import annotations

from scanners.engine.aws.errors import CallFailed
from scanners.engine.aws.operations import Operation
from scanners.engine.collectors.collector import Collector, Context, malformed, read
from scanners.engine.collectors.regional import is_absent
from scanners.engine.collectors.shape import MalformedAnswerError, text, texts
from scanners.engine.facts.guardduty import Detector, GuardDutyFacts
from scanners.engine.facts.unknown import Unknown

LIST_DETECTORS = Operation("guardduty", "ListDetectors", "guardduty:ListDetectors")
GET_DETECTOR = Operation("guardduty", "GetDetector", "guardduty:GetDetector")


def collect(context: Context) -> GuardDutyFacts | Unknown:
    """No detector is AWS's way of saying that the service is off; some regions lack the service."""
    try:
        pages = context.reader.pages(LIST_DETECTORS, region=context.region)
        ids = [one for page in pages for one in texts(page, "DetectorIds")]
    except CallFailed as failed:
        return GuardDutyFacts(()) if is_absent(context, LIST_DETECTORS, failed) else failed.gap
    except MalformedAnswerError as odd:
        return malformed(LIST_DETECTORS, odd)
    return GuardDutyFacts(tuple(Detector(one, _status(context, one)) for one in ids))


def _status(context: Context, detector_id: str) -> str | Unknown:
    return read(
        context, GET_DETECTOR, lambda answer: text(answer, "Status"), region=context.region, DetectorId=detector_id
    )


COLLECTORS = (Collector("guardduty", GuardDutyFacts, (LIST_DETECTORS, GET_DETECTOR), collect, is_regional=True),)
