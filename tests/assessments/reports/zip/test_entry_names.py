"""Names in a ZIP pack: short enough for every disk, and unpacked by every program."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile

import pytest

from assessments.reports.zip import contents
from assessments.reports.zip.verification import verify
from ftrportal.common.files.names import within_bytes
from tests.assessments.reports.snapshots import evidence, snapshot, storing

LONG = {
    "han": "証拠" * 73 + ".pdf",
    "han again": "証拠" * 73 + ".pdf",
    "han, other end": "証拠" * 72 + "物.pdf",
    "emoji": "🔒" * 146 + ".png",
    "marks": "e\u0323\u0301" * 48 + ".txt",
    "hindi": "क्षि" * 36 + ".pdf",
    "no extension": "ж" * 150,
    "latin": "a" * 146 + ".pdf",
    "dots": "証拠." * 49 + "pdf",
    "mixed": "שלום-" * 20 + "⚠️✔️ a.xlsx",
}


def stored(name: str) -> io.BytesIO:
    return io.BytesIO(f"bytes of {name}".encode())


@pytest.fixture(scope="module")
def pack() -> bytes:
    data = snapshot()
    first = data["sections"][0]["requirements"][0]
    first["evidence"] = [evidence(number, name) for number, name in enumerate(LONG.values(), 1)]
    target = io.BytesIO()
    contents.write(target, storing(data, stored), sha256="ab" * 32, document=b"%PDF", open_stored=stored)
    return target.getvalue()


def names(pack: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return archive.namelist()


def test_names_are_cut_by_bytes_keep_their_extension_and_differ(pack):
    long = [name for name in names(pack) if name.startswith("evidence/SUP-001/")]

    assert len(long) == len(LONG) == len(set(long))
    assert max(len(name.encode()) for name in names(pack)) <= contents.LONGEST_NAME
    for number, name in enumerate(LONG.values(), 1):
        kept = next(one for one in long if one.startswith(f"evidence/SUP-001/{number}-"))
        assert kept.endswith(name[name.rindex(".") :] if "." in name else "ж")
    assert verify(io.BytesIO(pack)).is_unchanged


@pytest.mark.parametrize("longest", range(12, 40))
@pytest.mark.parametrize("name", [*LONG.values(), "e\u0301" * 40, "x.tar.gz" * 9, "." * 60, "a/" * 40 + ".d"])
def test_a_cut_name_is_whole_utf_8_and_within_its_bytes(name, longest):
    cut = within_bytes(name, longest)

    assert 0 < len(cut.encode()) <= longest
    assert cut == "" or not cut.startswith("\u0301")


UNPACKERS = {
    "unzip": lambda archive, folder: ["unzip", "-q", str(archive), "-d", str(folder)],
    "7z": lambda archive, folder: ["7z", "x", "-y", f"-o{folder}", str(archive)],
}


@pytest.mark.parametrize("program", UNPACKERS)
def test_a_program_unpacks_every_file_under_its_name(pack, tmp_path, program):
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    archive, folder = tmp_path / "pack.zip", tmp_path / "unpacked"
    archive.write_bytes(pack)

    done = subprocess.run(
        UNPACKERS[program](archive, folder), capture_output=True, check=False, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )

    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found == set(names(pack))


def test_python_unpacks_every_file_under_its_name(pack, tmp_path):
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        archive.extractall(tmp_path)

    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == set(names(pack))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("again", ["evidence-pack.pdf", "manifest.json", "Evidence-Pack.PDF"])
def test_a_name_that_occurs_twice_is_told(pack, again):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(target, "w") as new:
        new.writestr(again, b"another one")
        for name in old.namelist():
            new.writestr(name, old.read(name))

    verdict = verify(target)

    assert not verdict.is_unchanged
    assert again in verdict.repeated


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_when_only_a_name_is_doubled_that_is_the_reason(pack):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(pack)) as old, zipfile.ZipFile(target, "w") as new:
        for name in [*old.namelist(), "scans.json"]:
            new.writestr(name, old.read(name))

    verdict = verify(target)

    assert (verdict.is_unchanged, verdict.repeated) == (False, ("scans.json",))
    assert "more than once" in verdict.reason


@pytest.mark.parametrize(
    ("of", "called"), [("stored-1", "SUP-001: runbook-1.pdf"), ("stored-facts", "scan of account 111122223333")]
)
def test_bytes_that_are_not_those_of_the_snapshot_are_not_signed(of, called):
    data = storing(snapshot(), stored)

    def flipped(name: str) -> io.BytesIO:
        body = bytearray(stored(name).read())
        body[0] ^= name == of
        return io.BytesIO(bytes(body))

    with pytest.raises(contents.FileChangedError) as failed:
        contents.write(io.BytesIO(), data, sha256="ab" * 32, document=b"%PDF", open_stored=flipped)

    assert failed.value.names == (called,)
