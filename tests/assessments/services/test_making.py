"""Every kind of report: made from the snapshot alone, and always the same bytes."""

from __future__ import annotations

import io
import os
import uuid
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from assessments.models import ReportKind, ReportStage, Snapshot
from assessments.reports.pdf.rendering import RenderCancelledError
from assessments.services import making
from assessments.services.making import content_of
from tests.assessments.reports.snapshots import snapshot, storing


class Noted:
    """Progress that is only remembered."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int]] = []

    def at(self, stage, percent):
        self.steps.append((str(stage), percent))

    def beat(self):
        pass


class StoppedAtOnce(Noted):
    def at(self, stage, percent):
        raise RenderCancelledError


@pytest.fixture
def frozen() -> Snapshot:
    """A snapshot with one section, and its evidence in storage."""
    data = snapshot()
    data["sections"] = data["sections"][:1]
    data["sections"][0]["requirements"][0].update(status="not_met", status_label="Not met")
    for name in ("stored-1", "stored-facts"):
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(f"bytes of {name}".encode()))
    data = storing(data, default_storage.open)
    return Snapshot(organization_id=uuid.uuid4(), data=data, sha256="ab" * 32)


def made(kind: str, frozen: Snapshot, progress: Noted | None = None) -> bytes:
    with content_of(ReportKind(kind), frozen, progress or Noted()) as content:
        body = content.file.read()
        assert content.size == len(body)
    return body


@pytest.mark.parametrize("kind", ReportKind.values)
def test_the_same_snapshot_gives_the_same_bytes_and_nothing_is_asked_of_the_database(
    frozen, kind, db, django_assert_num_queries
):
    with django_assert_num_queries(0):
        first = made(kind, frozen)

    assert made(kind, frozen) == first


@pytest.mark.parametrize(
    ("kind", "stages"),
    [
        ("plan_csv", ["writing"]),
        ("gap_pdf", ["pictures", "writing", "typesetting"]),
        ("pack_zip", ["pictures", "writing", "typesetting", "packing"]),
    ],
)
def test_stages_are_told_in_order_and_percentages_only_rise(frozen, kind, stages):
    progress = Noted()

    made(kind, frozen, progress)

    assert list(dict.fromkeys(stage for stage, _ in progress.steps)) == stages
    percents = [percent for _, percent in progress.steps]
    assert percents == sorted(percents)
    assert percents[-1] <= 97


def test_every_stage_has_words():
    assert all(stage.label for stage in ReportStage)


@pytest.mark.parametrize("kind", ReportKind.values)
def test_a_wish_to_stop_is_heard_in_every_kind(frozen, kind):
    with pytest.raises(RenderCancelledError):
        made(kind, frozen, StoppedAtOnce())


def test_a_table_is_no_page(frozen):
    with content_of(ReportKind.PLAN_XLSX, frozen, Noted()) as content:
        assert content.pages == 0
        assert io.BytesIO(content.file.read()).getvalue().startswith(b"PK")


def test_on_disk_a_zip_pack_is_built_beside_the_stored_files_and_moved(frozen, tmp_path, monkeypatch):
    disk = FileSystemStorage(location=tmp_path)
    for name in ("stored-1", "stored-facts"):
        disk.save(name, ContentFile(f"bytes of {name}".encode()))
    monkeypatch.setattr(making, "default_storage", disk)
    left = tmp_path / "unfinished" / "left-by-a-killed-worker"
    left.mkdir(parents=True)
    (left / "pack").write_bytes(b"half")
    os.utime(left, (0, 0))

    with content_of(ReportKind.PACK_ZIP, frozen, Noted()) as content:
        built = os.stat(content.file.temporary_file_path())
        name = disk.save("packs/1", content.file)

    assert os.stat(tmp_path / name).st_ino == built.st_ino
    assert list((tmp_path / "unfinished").iterdir()) == []


def test_a_work_folder_that_disappears_meanwhile_is_no_missing_file(frozen, tmp_path, monkeypatch):
    disk = FileSystemStorage(location=tmp_path)
    for name in ("stored-1", "stored-facts"):
        disk.save(name, ContentFile(f"bytes of {name}".encode()))
    monkeypatch.setattr(making, "default_storage", disk)
    (tmp_path / "unfinished").mkdir()
    listed = Path.iterdir

    def listed_with_one_just_removed(folder):
        # As another worker's pack does that is ready between the listing and the look at each entry.
        return iter([*listed(folder), folder / "removed-by-another-worker"])

    monkeypatch.setattr(Path, "iterdir", listed_with_one_just_removed)

    assert made("pack_zip", frozen).startswith(b"PK")
