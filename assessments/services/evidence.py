"""Stores evidence files: once per workload, under a random name; links connect them to answers."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
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
    """The result of one upload: `problem` is empty if the file was stored."""

    name: str
    problem: str = ""
    was_known: bool = False

    @property
    def is_kept(self) -> bool:
        return not self.problem


@dataclass(frozen=True, slots=True)
class _Received:
    """A checked file whose bytes are in storage under `stored_as`; empty when the workload has them already."""

    name: str
    kind: files.Kind
    size: int
    sha256: str
    stored_as: str = ""


def upload_evidence(
    *, assessment: Assessment, requirement_key: str, actor: User, uploads: Iterable[UploadedFile[Any]]
) -> list[UploadResult]:
    """Check, store and attach each file by itself: one that is refused takes no other with it.

    All bytes are stored before the answer's row is locked: storage may take minutes, and everybody who saves the answer
    would wait for it. What is stored and then not attached is removed.
    """
    received: list[_Received | UploadResult] = []
    attached_all: set[str] = set()
    try:
        for upload in uploads:
            received.append(_receive(assessment, requirement_key, upload, received))
        attached: set[str] = set()
        with transaction.atomic():  # together: an error takes back the rows of all
            results = [
                one if isinstance(one, UploadResult) else _link(assessment, requirement_key, actor, one, attached)
                for one in received
            ]
        attached_all = attached
    finally:
        for one in received:
            if isinstance(one, _Received) and one.stored_as and one.stored_as not in attached_all:
                _discard(one.stored_as)
    return results


@transaction.atomic
def attach_evidence(*, assessment: Assessment, requirement_key: str, evidence: Evidence, actor: User) -> None:
    """Attach a file of the workload to one more answer. Raises Refused at the limit of the answer."""
    answer = lock_answer(assessment=assessment, requirement_key=requirement_key)
    _attach(answer, evidence, actor)


@transaction.atomic
def remove_evidence(*, link: EvidenceLink, actor: User) -> None:
    """End the link. The file and the history of the link are kept."""
    ended = EvidenceLink.objects.filter(pk=link.pk, removed_at=None).update(removed_at=timezone.now(), removed_by=actor)
    if ended:
        record(
            "evidence.removed",
            organization=link.organization,
            actor=actor,
            target=link.evidence,
            name=link.shown_name,
            requirement=link.answer.requirement_key,
        )


def open_evidence(*, evidence: Evidence, actor: User) -> IO[bytes]:
    """Open the stored file for a download, and audit it. Raises FileNotFoundError."""
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


def _receive(
    assessment: Assessment, requirement_key: str, upload: UploadedFile[Any], before: Sequence[_Received | UploadResult]
) -> _Received | UploadResult:
    """Check a file and store its bytes, unless the workload has them; nothing is locked or written in the database."""
    name = files.display_name(upload.name or "")
    try:
        kind = _checked(upload, name)
        sha256 = getattr(upload, "sha256", None) or _sha256(upload)
        is_here = any(isinstance(one, _Received) and one.sha256 == sha256 for one in before)
        received = _Received(name, kind, upload.size or 0, sha256)
        if is_here or _known(assessment, sha256):
            return received
        # Both are asked again under the lock; asked here, they spare the upload.
        _room_for(assessment.organization, received.size)
        _room_on(assessment, requirement_key)
        return replace(received, stored_as=_store(assessment.organization, upload))
    except files.Refused as refusal:
        return _refused(name, refusal, upload.size or 0)
    except OSError as error:
        log.error("evidence_not_stored", error=type(error).__name__)
        return UploadResult(name, "The file could not be stored. Try again in a minute.")


def _link(
    assessment: Assessment, requirement_key: str, actor: User, received: _Received, attached: set[str]
) -> UploadResult:
    """Attach a received file; adds its name in storage to `attached` if a row speaks of it now."""
    try:
        was_known = _attach_received(assessment, requirement_key, actor, received)
    except files.Refused as refusal:
        return _refused(received.name, refusal, received.size)
    if not was_known:
        attached.add(received.stored_as)
    return UploadResult(received.name, was_known=was_known)


@transaction.atomic
def _attach_received(assessment: Assessment, requirement_key: str, actor: User, received: _Received) -> bool:
    """Returns whether the workload had these bytes already. Raises Refused."""
    answer = lock_answer(assessment=assessment, requirement_key=requirement_key)
    known = _known(assessment, received.sha256)
    if known is not None:
        _attach(answer, known, actor, name=received.name)
        return True
    if not received.stored_as:
        # Its twin in the same request was refused, for a reason that holds for this one, too.
        raise files.Refused("not_stored", "The file could not be stored. Try again in a minute.")
    _room_for(assessment.organization, received.size)
    _room_on(assessment, requirement_key)
    evidence = Evidence(
        organization=assessment.organization,
        workload=assessment.workload,
        name=received.name,
        size=received.size,
        content_type=received.kind.content_type,
        sha256=received.sha256,
        uploaded_by=actor,
    )
    evidence.file.name = received.stored_as
    evidence.save(force_insert=True)
    record(
        "evidence.uploaded",
        organization=assessment.organization,
        actor=actor,
        target=evidence,
        name=evidence.name,
        sha256=received.sha256,
        size=evidence.size,
    )
    _attach(answer, evidence, actor)
    return False


def _known(assessment: Assessment, sha256: str) -> Evidence | None:
    rows = Evidence.objects.filter(organization=assessment.organization, workload=assessment.workload)
    return rows.filter(sha256=sha256).first()


def _refused(name: str, refusal: files.Refused, size: int) -> UploadResult:
    log.info("evidence_refused", code=refusal.code, size=size)
    return UploadResult(name, refusal.message)


def _discard(stored_as: str) -> None:
    """Remove bytes that no row speaks of."""
    try:
        default_storage.delete(stored_as)
    except OSError as error:
        log.error("evidence_left_in_storage", stored_as=stored_as, error=type(error).__name__)


def _store(organization: Organization, upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    return default_storage.save(f"t/{organization.pk}/evidence/{uuid.uuid4().hex}", File(upload.file))


def _sha256(upload: UploadedFile[Any]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _attach(answer: Answer, evidence: Evidence, actor: User, *, name: str = "") -> None:
    """Link the file under this name. The same bytes under a new name are shown and read under the new one."""
    link = EvidenceLink.objects.filter(answer=answer, evidence=evidence, removed_at=None).first()
    if link is not None and name in ("", link.shown_name):
        return
    if link is None:
        _room_on(answer.assessment, answer.requirement_key)
        link = EvidenceLink(organization=answer.organization, answer=answer, evidence=evidence, attached_by=actor)
    link.name = "" if name == evidence.name else name
    link.save()
    ask_to_read(link)
    record(
        "evidence.attached",
        organization=answer.organization,
        actor=actor,
        target=evidence,
        name=link.shown_name,
        requirement=answer.requirement_key,
    )


def _room_on(assessment: Assessment, requirement_key: str) -> None:
    limit = settings.EVIDENCE_MAX_PER_ANSWER
    links = EvidenceLink.objects.filter(answer__assessment=assessment, answer__requirement_key=requirement_key)
    if links.filter(removed_at=None).count() >= limit:
        raise files.Refused("too_many", f"The limit of files for one answer is {limit}. Remove one first.")


def _room_for(organization: Organization, size: int) -> None:
    limit = settings.EVIDENCE_MAX_TOTAL_BYTES
    used = Evidence.objects.filter(organization=organization).aggregate(total=Sum("size"))["total"] or 0
    if used + size > limit:
        left = readable_size(max(0, limit - used))
        raise files.Refused(
            "quota", f"Evidence of your organization is limited to {readable_size(limit)}, with {left} left."
        )
