"""Keeping files as evidence: bytes once per workload, under a random name; links say which answers they back."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.db.models import Sum
from django.utils import timezone

from assessments.models import Answer, Assessment, Evidence, EvidenceLink
from assessments.services.answers import lock_answer
from assessments.services.documents import ask_to_read
from ftrportal.audit.record import record
from ftrportal.common import files
from ftrportal.common.text.sizes import readable_size
from ftrportal.organizations.models import Organization, User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What became of one uploaded file: `problem` is empty when it was kept."""

    name: str
    problem: str = ""
    was_known: bool = False

    @property
    def is_kept(self) -> bool:
        return not self.problem


def upload_evidence(
    *, assessment: Assessment, requirement_key: str, actor: User, uploads: Iterable[UploadedFile[Any]]
) -> list[UploadResult]:
    """Check, store and attach each file by itself: one that is refused takes no other with it."""
    results = []
    for upload in uploads:
        name = files.display_name(upload.name or "")
        try:
            kind = _checked(upload, name)
            was_known = _keep(assessment, requirement_key, actor, upload, name, kind)
        except files.Refused as refusal:
            log.info("evidence_refused", code=refusal.code, size=upload.size)
            results.append(UploadResult(name, refusal.message))
        except OSError as error:
            log.error("evidence_not_stored", error=type(error).__name__)
            results.append(UploadResult(name, "The file could not be stored. Try again in a minute."))
        else:
            results.append(UploadResult(name, was_known=was_known))
    return results


@transaction.atomic
def attach_evidence(*, assessment: Assessment, requirement_key: str, evidence: Evidence, actor: User) -> None:
    """Let a file of the workload back one more answer. Raises Refused when the answer holds enough."""
    answer = lock_answer(assessment=assessment, requirement_key=requirement_key)
    _attach(answer, evidence, actor)


@transaction.atomic
def remove_evidence(*, link: EvidenceLink, actor: User) -> None:
    """End the link. The file, and that it was attached, stay."""
    ended = EvidenceLink.objects.filter(pk=link.pk, removed_at=None).update(removed_at=timezone.now(), removed_by=actor)
    if ended:
        record(
            "evidence.removed",
            organization=link.organization,
            actor=actor,
            target=link.evidence,
            name=link.evidence.name,
            requirement=link.answer.requirement_key,
        )


def open_evidence(*, evidence: Evidence, actor: User) -> IO[bytes]:
    """Open the stored bytes for a download, and note who read them. Raises FileNotFoundError."""
    file: IO[bytes] = default_storage.open(str(evidence.file.name), "rb")
    record("evidence.downloaded", organization=evidence.organization, actor=actor, target=evidence, name=evidence.name)
    return file


def _checked(upload: UploadedFile[Any], name: str) -> files.Kind:
    if not upload.size:
        raise files.Refused("empty", "This file is empty.")
    if upload.size > settings.EVIDENCE_MAX_BYTES:
        limit = readable_size(settings.EVIDENCE_MAX_BYTES)
        raise files.Refused("too_large", f"This file is {readable_size(upload.size)}; the limit is {limit}.")
    return files.inspect(upload, name)


@transaction.atomic
def _keep(
    assessment: Assessment, requirement_key: str, actor: User, upload: UploadedFile[Any], name: str, kind: files.Kind
) -> bool:
    """Returns whether the workload had these bytes already."""
    answer = lock_answer(assessment=assessment, requirement_key=requirement_key)
    sha256 = getattr(upload, "sha256", None) or _sha256(upload)
    known = Evidence.objects.filter(
        organization=assessment.organization, workload=assessment.workload, sha256=sha256
    ).first()
    if known is not None:
        _attach(answer, known, actor)
        return True
    _room_for(assessment.organization, upload.size or 0)
    _room_on(answer)
    evidence = Evidence(
        organization=assessment.organization,
        workload=assessment.workload,
        name=name,
        size=upload.size or 0,
        content_type=kind.content_type,
        sha256=sha256,
        uploaded_by=actor,
    )
    evidence.file.name = _store(assessment.organization, upload)
    try:
        evidence.save(force_insert=True)
        record(
            "evidence.uploaded",
            organization=assessment.organization,
            actor=actor,
            target=evidence,
            name=evidence.name,
            sha256=sha256,
            size=evidence.size,
        )
        _attach(answer, evidence, actor)
    except DatabaseError:
        default_storage.delete(evidence.file.name)  # no row speaks of it: do not leave it behind
        raise
    return False


def _store(organization: Organization, upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    return default_storage.save(f"t/{organization.pk}/evidence/{uuid.uuid4().hex}", File(upload.file))


def _sha256(upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _attach(answer: Answer, evidence: Evidence, actor: User) -> None:
    if EvidenceLink.objects.filter(answer=answer, evidence=evidence, removed_at=None).exists():
        return
    _room_on(answer)
    link = EvidenceLink.objects.create(
        organization=answer.organization, answer=answer, evidence=evidence, attached_by=actor
    )
    ask_to_read(link)
    record(
        "evidence.attached",
        organization=answer.organization,
        actor=actor,
        target=evidence,
        name=evidence.name,
        requirement=answer.requirement_key,
    )


def _room_on(answer: Answer) -> None:
    limit = settings.EVIDENCE_MAX_PER_ANSWER
    if EvidenceLink.objects.filter(answer=answer, removed_at=None).count() >= limit:
        raise files.Refused("too_many", f"This answer has {limit} files, which is the limit. Remove one first.")


def _room_for(organization: Organization, size: int) -> None:
    limit = settings.EVIDENCE_MAX_TOTAL_BYTES
    used = Evidence.objects.filter(organization=organization).aggregate(total=Sum("size"))["total"] or 0
    if used + size > limit:
        left = readable_size(max(0, limit - used))
        raise files.Refused(
            "quota", f"Evidence of your organization is limited to {readable_size(limit)}; {left} is free."
        )
