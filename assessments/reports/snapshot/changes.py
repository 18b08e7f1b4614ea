"""What changed in an assessment since its last pack: who, when, which requirement, from which status to which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from assessments.models import AnswerRevision, AnswerStatus, Assessment, EvidenceLink, Snapshot
from assessments.reports.snapshot import schema

MOST = 400
ONE_SITTING = timedelta(hours=2)


def changes_of(assessment: Assessment) -> schema.ChangesData:
    """Answers saved and files attached or taken off since the newest snapshot, or ever; newest first."""
    last = Snapshot.objects.filter(assessment=assessment).order_by("-taken_at").only("taken_at", "sha256").first()
    since = last.taken_at if last else None
    entries = [*_answers(assessment, since), *_files(assessment, since)]
    entries.sort(key=lambda one: (one["at"], one["key"], one["what"]), reverse=True)
    return {
        "since": since.isoformat() if since else "",
        "since_sha256": last.sha256 if last else "",
        "entries": entries[:MOST],
        "more": max(0, len(entries) - MOST),
    }


def _answers(assessment: Assessment, since: datetime | None) -> list[schema.ChangeData]:
    """One entry for what one person did to one answer in one sitting: saving as one types makes many revisions."""
    revisions = (
        AnswerRevision.objects.filter(answer__assessment=assessment)
        .select_related("answer", "saved_by")
        .only("status", "version", "saved_at", "saved_by__name", "saved_by__email", "answer__requirement_key")
        .order_by("answer__requirement_key", "version")
    )
    entries: list[schema.ChangeData] = []
    before: dict[str, str] = {}
    sitting: tuple[str, object, datetime] | None = None
    for one in revisions:
        key = one.answer.requirement_key
        status = before.get(key, AnswerStatus.NOT_STARTED.value)
        before[key] = one.status
        if since is not None and one.saved_at <= since:
            continue
        goes_on = (
            sitting is not None and sitting[:2] == (key, one.saved_by_id) and one.saved_at - sitting[2] < ONE_SITTING
        )
        sitting = (key, one.saved_by_id, one.saved_at)
        if goes_on:
            entries[-1] |= {"at": one.saved_at.isoformat(), "status": one.status, "times": entries[-1]["times"] + 1}
        else:
            entries.append(_entry(one.saved_at, one.saved_by, key, "answer", before=status, status=one.status))
    return entries


def _files(assessment: Assessment, since: datetime | None) -> Iterable[schema.ChangeData]:
    links = EvidenceLink.objects.filter(answer__assessment=assessment).select_related(
        "answer", "evidence", "attached_by", "removed_by"
    )
    for link in links:
        key, name = link.answer.requirement_key, link.shown_name
        if since is None or link.attached_at > since:
            yield _entry(link.attached_at, link.attached_by, key, "attached", file=name)
        if link.removed_at is not None and (since is None or link.removed_at > since):
            yield _entry(link.removed_at, link.removed_by, key, "removed", file=name)


def _entry(
    at: datetime, by: object, key: str, what: str, *, before: str = "", status: str = "", file: str = ""
) -> schema.ChangeData:
    return {
        "at": at.isoformat(),
        "by": str(by or ""),
        "key": key,
        "what": what,
        "before": before,
        "status": status,
        "file": file,
        "times": 1,
    }
