"""What checks said about the documents attached to an assessment's answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from assessments.catalog.schema import Edition
from assessments.models import Answer, Assessment, EvidenceLink, Workload, WorkloadAccount
from assessments.models.evidence import BEING_READ, NOTHING_TO_READ
from assessments.selectors.declared import REGISTER, registered_account_ids
from scanners.public import DOCUMENTS_VERSION, FindingView, Outcome, check_info, document_findings

WAITING = "waiting"  # the reason of a finding about a file that is still to be read
READ_WITHIN = timedelta(minutes=2)
_WAITING = "is being checked."
_UNREADABLE = "took longer to check than allowed. Attach a smaller file."


def document_check_ids(edition: Edition, requirement_key: str) -> tuple[str, ...]:
    """The checks of documents that one requirement names."""
    requirement = edition.by_name.get(requirement_key)
    named = requirement.checks if requirement else ()
    return tuple(one for one in named if (info := check_info(one)) is not None and info.is_document)


def declared_account_ids(workload: Workload) -> frozenset[str]:
    """IDs of the AWS accounts that the vendor calls its own: those of the workload and of its newest register."""
    newest = Assessment.objects.filter(workload=workload).order_by("-created_at", "id").first()
    answers = Answer.objects.filter(assessment=newest, requirement_key__in=REGISTER)
    fields = {answer.requirement_key: answer.fields for answer in answers}
    own = WorkloadAccount.objects.filter(organization=workload.organization_id, workload=workload)
    return frozenset(own.values_list("account_id", flat=True)) | registered_account_ids(fields)


def findings_in_documents(
    assessment: Assessment, edition: Edition, *, requirement_key: str = ""
) -> Mapping[str, tuple[FindingView, ...]]:
    """By check id, of one requirement or of all. One query; none for a requirement without such a check."""
    if requirement_key and not document_check_ids(edition, requirement_key):
        return {}
    links = EvidenceLink.objects.filter(answer__assessment=assessment, removed_at=None)
    links = links.exclude(reading_version=NOTHING_TO_READ).select_related("answer", "evidence")
    if requirement_key:
        links = links.filter(answer__requirement_key=requirement_key)
    found: dict[str, list[FindingView]] = {}
    for link in links.order_by("attached_at", "id"):
        for finding in _findings(link, edition):
            found.setdefault(finding.check_id, []).append(finding)
    return {check_id: tuple(findings) for check_id, findings in found.items()}


def _findings(link: EvidenceLink, edition: Edition) -> list[FindingView]:
    """A file that nobody has read yet is unknown, whatever an older version of the checks said."""
    if link.reading_version == DOCUMENTS_VERSION and link.read_at is not None:
        return document_findings(link.reading, link_id=link.pk, read_at=link.read_at)
    is_given_up = (
        link.reading_version == BEING_READ and link.read_at is not None and timezone.now() - link.read_at > READ_WITHIN
    )
    text, reason = (_UNREADABLE, "malformed") if is_given_up else (_WAITING, WAITING)
    records = [
        {
            "check_id": check_id,
            "outcome": Outcome.UNKNOWN.value,
            "resource": link.shown_name,
            "reason": reason,
            "message": f"{link.shown_name} {text}",
            "evidence": {},
        }
        for check_id in document_check_ids(edition, link.answer.requirement_key)
    ]
    return document_findings(records, link_id=link.pk, read_at=link.attached_at)
