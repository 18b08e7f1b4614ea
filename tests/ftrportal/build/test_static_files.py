"""Fetching the fonts: what is kept, what is refused."""

from __future__ import annotations

import json

import pytest

from ftrportal.build import print_fonts, static_files


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A static folder of its own with a lock file, and the packages as npm would unpack them."""
    monkeypatch.setattr(static_files, "STATIC", tmp_path)
    monkeypatch.setattr(static_files, "VENDOR", tmp_path / "vendor")
    # The checkout's own fonts are in use by other tests; here there are none to copy.
    monkeypatch.setattr(print_fonts, "FOLDER", tmp_path / "fonts")
    monkeypatch.setattr(print_fonts, "FAMILIES", {})
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "package.json").write_text("{}")
    modules = tmp_path / "node_modules"
    for source in static_files.FILES:
        (modules / source).parent.mkdir(parents=True, exist_ok=True)
        (modules / source).write_bytes(b"font")
    return tmp_path


def test_copied_files_are_those_of_the_packages(house):
    static_files._copy(house / "node_modules")

    assert {(house / "vendor" / name).read_bytes() for name in static_files.FILES.values()} == {b"font"}
    assert static_files.is_fresh()


def test_a_changed_lock_file_or_a_missing_file_is_noticed(house):
    static_files._copy(house / "node_modules")
    (house / "vendor/inter-latin-wght-normal.woff2").unlink()
    assert not static_files.is_fresh()

    static_files._copy(house / "node_modules")
    (house / "package-lock.json").write_text('{"changed": true}')
    assert not static_files.is_fresh()


def test_a_package_without_the_wanted_file_is_an_error_and_not_half_a_folder(house):
    (house / "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2").unlink()

    with pytest.raises(static_files.StaticFilesFailed, match=r"inter-latin-wght-normal\.woff2"):
        static_files._copy(house / "node_modules")

    assert not static_files.is_fresh()


def test_an_npm_that_fails_is_named_with_its_answer(house, monkeypatch, capsys):
    monkeypatch.setattr(static_files, "npm_command", lambda: ["sh", "-c", "echo no network >&2; exit 1"])

    assert static_files.main() == 1
    assert "no network" in capsys.readouterr().err


def test_every_package_is_pinned_with_a_hash():
    folder = static_files.ROOT / "static"
    lock = json.loads((folder / "package-lock.json").read_text())
    wanted = json.loads((folder / "package.json").read_text())["dependencies"]

    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert all(version[0].isdigit() for version in wanted.values())
