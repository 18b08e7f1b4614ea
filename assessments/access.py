"""The only way from an address to an object of this app: missing and foreign are one 404, too small a role is 403."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from assessments.catalog.errors import UnknownEditionError
from assessments.catalog.load import load_edition
from assessments.catalog.schema import Edition, Requirement, Section
from assessments.models import Assessment, Diagram, Evidence, EvidenceLink, Look, Report, Workload
from ftrportal.common.jobs.leases import JobStatus
from ftrportal.organizations.access import get_row
from ftrportal.organizations.models import Membership, Role


def get_workload(membership: Membership, workload_id: UUID, *, need: Role = Role.REVIEWER) -> Workload:
    """A workload of the organization."""
    workload: Workload = get_row(Workload.objects.all(), membership, need, pk=workload_id, archived_at=None)
    workload.organization = membership.organization
    return workload


def get_assessment(membership: Membership, workload_id: UUID, *, need: Role = Role.REVIEWER) -> Assessment:
    """The workload's newest assessment, with the workload and its organization loaded."""
    rows = Assessment.objects.select_related("workload").order_by("-created_at", "id")
    assessment: Assessment = get_row(rows, membership, need, workload_id=workload_id, workload__archived_at=None)
    assessment.organization = assessment.workload.organization = membership.organization
    return assessment


def get_edition(assessment: Assessment) -> Edition:
    """The edition of the requirements that the assessment was begun with."""
    try:
        return load_edition(assessment.edition)
    except UnknownEditionError as error:
        raise Http404 from error


def get_requirement(assessment: Assessment, key: str) -> Requirement:
    """The requirement with this key or alias."""
    requirement = get_edition(assessment).by_name.get(key)
    if requirement is None:
        raise Http404
    return requirement


def get_section(assessment: Assessment, key: str) -> Section:
    """The section with this key."""
    section = get_edition(assessment).sections_by_key.get(key)
    if section is None:
        raise Http404
    return section


def get_evidence(
    membership: Membership, workload_id: UUID, evidence_id: UUID, *, need: Role = Role.REVIEWER
) -> Evidence:
    """A file of the workload."""
    rows = Evidence.objects.select_related("workload")
    evidence: Evidence = get_row(rows, membership, need, pk=evidence_id, workload_id=workload_id)
    evidence.organization = membership.organization
    return evidence


def get_evidence_link(
    membership: Membership, assessment: Assessment, requirement_key: str, link_id: UUID, *, need: Role
) -> EvidenceLink:
    """A file as it hangs on the answer to one requirement; a link that was ended is gone."""
    rows = EvidenceLink.objects.select_related("evidence", "answer").filter(
        answer__assessment=assessment, answer__requirement_key=requirement_key, removed_at=None
    )
    link: EvidenceLink = get_row(rows, membership, need, pk=link_id)
    link.organization = membership.organization
    return link


def find_look(membership: Membership) -> Look | None:
    """The look of the organization's packs, if somebody set one."""
    return Look.objects.for_organization(membership.organization).first()


def get_look(membership: Membership, *, need: Role = Role.REVIEWER) -> Look:
    """The look of the organization's packs."""
    look: Look = get_row(Look.objects.all(), membership, need)
    look.organization = membership.organization
    return look


def find_diagram(workload: Workload) -> Diagram | None:
    """The diagram of a workload from `get_workload`, if it has one."""
    return Diagram.objects.for_organization(workload.organization).filter(workload=workload).first()


def get_diagram(membership: Membership, workload_id: UUID, *, need: Role = Role.REVIEWER) -> Diagram:
    """The diagram of a workload."""
    rows = Diagram.objects.select_related("workload")
    diagram: Diagram = get_row(rows, membership, need, workload_id=workload_id, workload__archived_at=None)
    diagram.organization = membership.organization
    return diagram


def get_report(membership: Membership, report_id: UUID, *, need: Role = Role.REVIEWER) -> Report:
    """A pack of the organization, whatever its state."""
    rows = Report.objects.select_related("assessment__workload", "requested_by", "snapshot").defer("snapshot__data")
    report: Report = get_row(rows, membership, need, pk=report_id, assessment__workload__archived_at=None)
    report.organization = membership.organization
    return report


def get_finished_report(membership: Membership, report_id: UUID) -> Report:
    """A pack that is ready; while it is not, there is nothing to download."""
    report = get_report(membership, report_id)
    if report.status != JobStatus.FINISHED:
        raise Http404
    return report
