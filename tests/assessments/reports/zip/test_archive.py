"""The ZIP pack: complete, signed, and no byte of it changes unseen."""

from __future__ import annotations

import hashlib
import io
import json
import random
import struct
import tracemalloc
import zipfile

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from assessments.reports.exports.spreadsheets import cell
from assessments.reports.exports.xlsx import workbook
from assessments.reports.zip import contents, signing
from assessments.reports.zip.archive import ArchiveFile, pieces
from assessments.reports.zip.verification import verify
from tests.assessments.reports.snapshots import evidence, snapshot, storing

PDF = b"%PDF-1.7 the pack itself"


def stored(name: str) -> io.BytesIO:
    return io.BytesIO(f"bytes of {name} ".encode() * 50)


def hostile_snapshot():
    data = snapshot()
    first = data["sections"][0]["requirements"][0]
    first["response"] = '=HYPERLINK("http://evil.example","click")'
    names = ["../../etc/passwd", "a\\..\\b.pdf", "same.pdf", "same.pdf"]
    first["evidence"] = [evidence(number, name) for number, name in enumerate(names, 1)]
    return data


def written(data=None) -> bytes:
    target = io.BytesIO()
    data = storing(data or hostile_snapshot(), stored)
    contents.write(target, data, sha256="ab" * 32, document=PDF, open_stored=stored)
    return target.getvalue()


def rebuilt(body: bytes, change) -> io.BytesIO:
    """The archive packed anew by somebody else, each file passed through `change(name, content)`; None drops it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.fixture(scope="module")
def pack() -> bytes:
    return written()


def test_it_holds_pdf_answers_scans_and_evidence_by_requirement(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None

    assert {"evidence-pack.pdf", "answers.xlsx", "scans.json", "scans/111122223333.facts.json.gz"} <= set(names)
    assert "evidence/SUP-001/3-same.pdf" in names
    assert "evidence/SUP-001/4-same.pdf" in names
    assert len(names) == len(set(names))


def test_no_name_leads_out_of_the_folder(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        names = archive.namelist()

    assert "evidence/SUP-001/1-passwd" in names
    assert not [name for name in names if ".." in name or "\\" in name or name.startswith("/")]


def test_the_manifest_names_every_file_with_size_and_hash(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for one in manifest["files"]:
            content = archive.read(one["name"])
            assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert {one["name"] for one in manifest["files"]} == set(archive.namelist()) - {"manifest.json", "manifest.sig"}


def test_names_in_storage_are_not_told(pack):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        told = archive.read("scans.json") + archive.read("manifest.json")

    assert b"stored" not in told


def test_the_same_snapshot_gives_the_same_bytes(pack):
    assert written() == pack


def test_as_made_it_is_unchanged(pack):
    assert verify(io.BytesIO(pack)).is_unchanged


def test_any_flipped_bit_is_found(pack):
    source = random.Random(20260101)
    places = [source.randrange(len(pack)) for _ in range(600)] + list(range(len(pack) - 300, len(pack)))
    for place in places:
        changed = bytearray(pack)
        changed[place] ^= 1 << source.randrange(8)

        assert not verify(io.BytesIO(changed)).is_unchanged, place


@pytest.mark.parametrize("change", [lambda pack: pack + b"x", lambda pack: b"x" + pack, lambda pack: pack[:-1]])
def test_a_byte_more_or_less_is_found(pack, change):
    assert not verify(io.BytesIO(change(pack))).is_unchanged


def test_it_says_which_file_was_changed(pack):
    name = "evidence/SUP-001/3-same.pdf"
    verdict = verify(rebuilt(pack, lambda one, content: content[:-1] + b"!" if one == name else content))

    assert (verdict.is_unchanged, verdict.differing, verdict.missing, verdict.added) == (False, (name,), (), ())


def test_it_says_which_file_is_missing(pack):
    verdict = verify(rebuilt(pack, lambda one, content: None if one == "answers.xlsx" else content))

    assert verdict.missing == ("answers.xlsx",)


def test_a_file_that_grew_without_end_is_read_only_a_little_further(pack):
    verdict = verify(rebuilt(pack, lambda one, content: content + b"0" * 9_000_000 if one == "scans.json" else content))

    assert verdict.differing == ("scans.json",)


def test_a_changed_manifest_is_not_believed(pack):
    verdict = verify(rebuilt(pack, lambda one, content: content + b" " if one == "manifest.json" else content))

    assert "manifest was changed" in verdict.reason


def test_another_portals_pack_is_not_ours(pack, settings):
    settings.SIGNING_KEY = "another-installation-" + "z" * 40

    assert not verify(io.BytesIO(pack)).is_unchanged


@pytest.mark.parametrize("body", [b"", b"PK\x05\x06" + bytes(18), b"no archive " * 100])
def test_what_is_no_pack_is_refused_calmly(body):
    assert not verify(io.BytesIO(body)).is_unchanged


def test_an_archive_of_a_million_names_costs_no_memory():
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 3, 20, *[0] * 15)
    names = entry * 400_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(names), 0, 0)
    hostile = io.BytesIO(names + end)
    assert zipfile.is_zipfile(hostile)
    tracemalloc.start()

    verdict = verify(hostile)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not verdict.is_unchanged
    assert peak < 16 * 1024 * 1024


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_long_secret_nothing_is_signed(settings, secret):
    settings.SIGNING_KEY = secret

    with pytest.raises(signing.NoSigningKeyError):
        written()


def test_large_evidence_is_not_held_in_memory(tmp_path):
    path = tmp_path / "pack.zip"
    tracemalloc.start()
    with path.open("w+b") as target:
        pack = ArchiveFile(target, taken_at="2026-01-01T00:00:00+00:00", about={})
        pack.add("big", (bytes(1024 * 1024) for _ in range(100)))
        pack.finish()
        assert verify(target).is_unchanged
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert path.stat().st_size > 100 * 1024 * 1024
    assert peak < 16 * 1024 * 1024


def test_files_are_read_in_pieces():
    assert [len(one) for one in pieces(io.BytesIO(bytes(2_500_000)).read)] == [1048576, 1048576, 402848]


def test_the_spreadsheet_has_the_reviews_columns_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(workbook(hostile_snapshot(), {"SUP-001": ["=1+1.pdf"]})))
    rows = list(book.active.iter_rows())

    assert [one.value for one in rows[0]][:5] == ["Section", "ID", "Requirement", "Answer", "Partner Response"]
    assert rows[1][4].value.startswith("'=HYPERLINK")
    assert all(one.data_type == "s" for row in rows for one in row if one.value is not None)


def answers(status: str, applies: bool = True) -> dict[str, str]:
    """Every question of the sheet with its answer, when all requirements have this status."""
    data = snapshot()
    for section in data["sections"]:
        for one in section["requirements"]:
            one.update(status=status, applies=applies)
    rows = list(openpyxl.load_workbook(io.BytesIO(workbook(data, {}))).active.iter_rows(values_only=True))
    return {row[1]: row[3] or "" for row in rows[1:]}


def test_the_spreadsheet_asks_every_question_of_a_requirement():
    asked = answers("met")

    assert len(asked) == 46 + 7
    assert [name for name in asked if name.startswith("IAM-002")] == [
        "IAM-002.1",
        "IAM-002.2",
        "IAM-002.3",
        "IAM-002.4",
    ]
    assert "SUP-001.1" in asked


def test_questions_that_are_asked_the_other_way_round_are_met_by_no():
    met, not_met = answers("met"), answers("not_met")

    assert (met["ARC-004.1"], not_met["ARC-004.1"]) == ("No", "Yes")
    assert (met["ARC-005.1"], not_met["ARC-005.1"]) == ("Yes", "No")


def test_one_answer_does_not_say_which_of_several_questions_is_not_met():
    assert {answers("not_met")[f"IAM-002.{number}"] for number in range(1, 5)} == {""}


def test_what_does_not_apply_closes_the_gate_question():
    closed = answers("not_applicable")

    assert (closed["RCVP-001.1"], closed["RCVP-001.2"], closed["SUP-001.1"]) == ("No", "N/A", "N/A")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_a_cell_never_begins_like_a_formula(text):
    assert cell(text).startswith("'")


def test_the_command_says_unchanged_or_what_differs(pack, tmp_path, capsys):
    path = tmp_path / "pack.zip"
    path.write_bytes(pack)

    call_command("verify_pack", path)

    assert "Unchanged" in capsys.readouterr().out
    path.write_bytes(
        rebuilt(pack, lambda one, content: content + b"x" if one == "answers.xlsx" else content).getvalue()
    )
    with pytest.raises(CommandError, match=r"differing: answers\.xlsx"):
        call_command("verify_pack", path)
