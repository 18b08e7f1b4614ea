from assessments.models.answer import Answer, AnswerRevision, AnswerStatus
from assessments.models.assessment import Assessment, Route, SectionOverride
from assessments.models.badge import Badge
from assessments.models.evidence import Evidence, EvidenceLink
from assessments.models.look import Diagram, Look
from assessments.models.report import Report, ReportKind, ReportStage, Snapshot
from assessments.models.workload import Workload, WorkloadAccount

__all__ = [
    "Answer",
    "AnswerRevision",
    "AnswerStatus",
    "Assessment",
    "Badge",
    "Diagram",
    "Evidence",
    "EvidenceLink",
    "Look",
    "Report",
    "ReportKind",
    "ReportStage",
    "Route",
    "SectionOverride",
    "Snapshot",
    "Workload",
    "WorkloadAccount",
]
