"""Checks attached documents in a worker, and stores the results with the attachment."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.core.files.storage import default_storage
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from assessments.catalog.load import load_edition
from assessments.models import EvidenceLink, Workload
from assessments.models.evidence import BEING_READ, NOTHING_TO_READ, WAITING_TO_BE_READ
from assessments.selectors.documents import READ_WITHIN, declared_account_ids, document_check_ids
from ftrportal.common.database.tenancy import organization_context, sweeper_context
from ftrportal.common.jobs.queue import send_on_commit
from scanners.public import DOCUMENTS_VERSION, read_document

log = structlog.get_logger(__name__)
MOST_BYTES = 2 * 1024 * 1024 + 1  # every check refuses that many; no need to load more
_AT_ONCE = 200
_LOOKED_AT = 10_000
_NOT_DUE = (NOTHING_TO_READ, BEING_READ, DOCUMENTS_VERSION)


def ask_to_read(link: EvidenceLink) -> None:
    """Queue a new attachment if its requirement has a document check."""
    edition = load_edition(link.answer.assessment.edition)
    if not document_check_ids(edition, link.answer.requirement_key):
        return
    link.reading_version = WAITING_TO_BE_READ
    link.save(update_fields=["reading_version"])
    send_on_commit("assessments.read_document", str(link.organization_id), str(link.pk))


def read_attached(organization_id: UUID, link_id: UUID) -> bool:
    """Check one attachment; False if there is nothing to do. Idempotent.

    The row first says that somebody reads it: a file that kills its worker stays unknown and is not tried for ever.
    """
    with organization_context(organization_id):
        rows = EvidenceLink.objects.filter(pk=link_id, removed_at=None)
        since = timezone.now()
        claimed = rows.exclude(reading_version__in=_NOT_DUE).update(
            reading_version=BEING_READ, reading=[], read_at=since
        )
        if not claimed:
            return False
        link = rows.select_related("answer__assessment__workload", "evidence").get()
        edition = load_edition(link.answer.assessment.edition)
        check_ids = document_check_ids(edition, link.answer.requirement_key)
        name, stored = link.shown_name, str(link.evidence.file.name)
        accounts = declared_account_ids(link.answer.assessment.workload)
    # No transaction is open while the storage is asked and the file is read.
    try:
        with default_storage.open(stored, "rb") as file:
            data = file.read(MOST_BYTES)
    except OSError as error:
        log.error("document_not_read", link=str(link_id), error=type(error).__name__)
        with organization_context(organization_id):
            rows.update(reading_version=WAITING_TO_BE_READ)
        return False
    records = read_document(check_ids, name=name, data=data, accounts=accounts)
    read = {"reading": records, "read_at": timezone.now(), "read_accounts": sorted(accounts)}
    with organization_context(organization_id):
        # A new name or new accounts meanwhile have made it wait again: what was just found is of yesterday.
        mine = rows.filter(reading_version=BEING_READ, read_at=since)
        return bool(mine.update(reading_version=DOCUMENTS_VERSION, **read))


def read_again_for_accounts(workload: Workload) -> None:
    """Queue documents again that were compared with other declared accounts than the current ones."""
    links = EvidenceLink.objects.filter(answer__assessment__workload=workload, removed_at=None)
    links = links.exclude(reading_version__in=(NOTHING_TO_READ, WAITING_TO_BE_READ))
    links.exclude(read_accounts=sorted(declared_account_ids(workload))).update(reading_version=WAITING_TO_BE_READ)


def read_next() -> bool:
    """Check the next document; False if there is nothing to do.

    Organizations take turns, as scans do (docs/decisions/005): the one with the fewest documents being read comes
    first, and of those the one whose last document was read longest ago.
    """
    return any(read_attached(organization_id, link_id) for organization_id, link_id in _in_turn())


def _in_turn() -> list[tuple[UUID, UUID]]:
    """The first waiting document of each organization, in the order of their turns."""
    with sweeper_context():
        rows = EvidenceLink.objects.filter(removed_at=None)
        waiting = rows.exclude(reading_version__in=_NOT_DUE).order_by("attached_at", "id")
        first: dict[UUID, UUID] = {}
        for organization_id, link_id in waiting.values_list("organization_id", "id")[:_LOOKED_AT]:
            first.setdefault(organization_id, link_id)
        since = timezone.now() - READ_WITHIN
        turns = (
            rows.filter(organization_id__in=first)
            .values("organization_id")
            .annotate(
                being_read=Count("id", filter=Q(reading_version=BEING_READ, read_at__gt=since)),
                last_turn_at=Max("read_at"),
            )
        )
        turns = turns.order_by("being_read", F("last_turn_at").asc(nulls_first=True), "organization_id")
        return [(turn["organization_id"], first[turn["organization_id"]]) for turn in turns]


def unread_documents() -> list[tuple[str, str]]:
    """(organization id, link id) of attachments that wait, or were read by another version of the checks."""
    with sweeper_context():
        rows = EvidenceLink.objects.filter(removed_at=None).exclude(reading_version__in=_NOT_DUE)
        pairs = rows.order_by("attached_at", "id").values_list("organization_id", "id")[:_AT_ONCE]
        return [(str(organization_id), str(link_id)) for organization_id, link_id in pairs]
