"""Pack branding of an organization and diagram of a workload. Images are re-encoded; existing packs keep theirs."""

from __future__ import annotations

import hashlib
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from assessments.models import Diagram, Look, Workload
from assessments.models.look import StoredPicture
from assessments.pictures.decoder import DIAGRAM, LOGO, ImageDecoder, NoPictureError, Picture, Size
from ftrportal.audit.record import record
from ftrportal.common import files
from ftrportal.common.text.sizes import readable_size
from ftrportal.organizations.models import Organization, User

log = structlog.get_logger(__name__)
LOGO_MOST_BYTES, DIAGRAM_MOST_BYTES = 2 * 1024 * 1024, 15 * 1024 * 1024
LOGO_KINDS, DIAGRAM_KINDS = ("PNG", "JPEG"), ("PNG", "JPEG", "PDF")


def save_look(*, organization: Organization, actor: User, accent: str, logo: UploadedFile[Any] | None) -> Look:
    """Set the accent, and the logo where one is given. Raises Refused."""
    made = _developed(logo, LOGO_KINDS, LOGO_MOST_BYTES, LOGO) if logo else None
    with transaction.atomic():
        look: Look = Look.objects.select_for_update().get_or_create(organization=organization)[0]
        look.accent = accent
        if logo and made:
            _put(look, logo, made)
        look.updated_by = actor
        look.save()
        record("look.saved", organization=organization, actor=actor, target=look, accent=accent, logo=look.sha256)
    return look


def remove_logo(*, look: Look, actor: User) -> None:
    """Packs made from now on have no logo."""
    with transaction.atomic():
        _empty(look, actor)
        record("look.logo_removed", organization=look.organization, actor=actor, target=look)


def save_diagram(*, workload: Workload, actor: User, caption: str, upload: UploadedFile[Any] | None) -> Diagram:
    """Set the caption, and the picture where one is given. Raises Refused."""
    made = _developed(upload, DIAGRAM_KINDS, DIAGRAM_MOST_BYTES, DIAGRAM) if upload else None
    with transaction.atomic():
        rows = Diagram.objects.select_for_update()
        diagram: Diagram = rows.get_or_create(organization=workload.organization, workload=workload)[0]
        diagram.caption = caption
        if upload and made:
            _put(diagram, upload, made)
        diagram.updated_by = actor
        diagram.save()
        record("diagram.saved", organization=workload.organization, actor=actor, target=workload, sha256=diagram.sha256)
    return diagram


def remove_diagram(*, diagram: Diagram, actor: User) -> None:
    """Packs made from now on have no diagram."""
    with transaction.atomic():
        diagram.caption = ""
        _empty(diagram, actor)
        record("diagram.removed", organization=diagram.organization, actor=actor, target=diagram.workload)


def _developed(upload: UploadedFile[Any], kinds: tuple[str, ...], most_bytes: int, size: Size) -> Picture:
    name = files.display_name(upload.name or "")
    if not upload.size:
        raise files.Refused("empty", "This file is empty.")
    if upload.size > most_bytes:
        limit = readable_size(most_bytes)
        raise files.Refused("too_large", f"This file is {readable_size(upload.size)}; the limit is {limit}.")
    if files.extension(name) not in [
        ending for kind in files.KINDS if kind.name in kinds for ending in kind.extensions
    ]:
        raise files.Refused(
            "extension", f"This file type is not accepted. Upload a {', '.join(kinds[:-1])} or {kinds[-1]} file."
        )
    kind = files.inspect(upload, name)
    try:
        with ImageDecoder() as decoder:
            return decoder.decode(upload.read(), kind.content_type, size)
    except NoPictureError as error:
        log.info("picture_refused", kind=kind.name, size=upload.size)
        raise files.Refused("picture", str(error)) from error


def _put(row: StoredPicture, upload: UploadedFile[Any], made: Picture) -> None:
    organization = row.organization_id  # type: ignore[attr-defined]
    sha256 = hashlib.sha256(made.data).hexdigest()
    name = f"t/{organization}/pictures/{sha256}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(made.data))
    row.name, row.file.name, row.sha256 = files.display_name(upload.name or ""), name, sha256
    row.content_type, row.width, row.height = made.content_type, made.width, made.height


def _empty(row: StoredPicture, actor: User) -> None:
    row.name = row.sha256 = row.content_type = ""
    row.file.name = ""
    row.width = row.height = 0
    row.updated_by = actor
    row.save()
