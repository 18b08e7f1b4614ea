import json
import subprocess
import sys
from pathlib import Path

import pytest

from devstack import bootstrap

SCRIPT = Path(bootstrap.__file__)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with one requirement file, in which making and filling an environment is only counted."""
    done = []
    (tmp_path / "requirements.txt").write_text("django==5.2\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)

    def make(folder):
        done.append("made")
        python = bootstrap.venv_python(folder)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(bootstrap, "make_environment", make)
    monkeypatch.setattr(bootstrap, "install", lambda python, requirements: done.append(requirements))
    return tmp_path, done


def test_a_second_run_installs_nothing(checkout):
    root, done = checkout

    for _ in range(2):
        bootstrap.ensure_environment(root / ".venv", ["requirements.txt"])

    assert done == ["made", "requirements.txt"]


def test_a_changed_pin_installs_again(checkout):
    root, done = checkout
    bootstrap.ensure_environment(root / ".venv", ["requirements.txt"])

    (root / "requirements.txt").write_text("django==5.2.1\n")
    bootstrap.ensure_environment(root / ".venv", ["requirements.txt"])

    assert done.count("made") == 2


def test_a_moved_checkout_installs_again(checkout, monkeypatch):
    root, done = checkout
    bootstrap.ensure_environment(root / ".venv", ["requirements.txt"])
    moved = root / "moved"
    moved.mkdir()
    (root / ".venv").rename(moved / ".venv")

    bootstrap.ensure_environment(moved / ".venv", ["requirements.txt"])

    assert done.count("made") == 2


def test_an_installation_that_broke_off_is_done_again(checkout, monkeypatch):
    root, done = checkout
    monkeypatch.setattr(bootstrap, "install", lambda python, requirements: sys.exit("no network"))
    with pytest.raises(SystemExit, match="no network"):
        bootstrap.ensure_environment(root / ".venv", ["requirements.txt"])

    monkeypatch.setattr(bootstrap, "install", lambda python, requirements: done.append("installed"))
    bootstrap.ensure_environment(root / ".venv", ["requirements.txt"])

    assert done == ["made", "made", "installed"]


def test_a_spoiled_stamp_counts_as_none(tmp_path):
    stamp = tmp_path / "installed.json"
    stamp.write_text("{")

    assert bootstrap.read_stamp(stamp) is None
    stamp.write_text(json.dumps({"python": "3.11.7"}))
    assert bootstrap.read_stamp(stamp) == {"python": "3.11.7"}


def test_an_old_python_gets_one_clear_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(SystemExit) as caught:
        bootstrap.main(["run"])

    assert str(caught.value).startswith("FTR Portal needs Python 3.11 or newer, and this is 3.9.6.")
    assert "\n" not in str(caught.value)


def test_the_script_needs_nothing_but_the_standard_library():
    # -S leaves site-packages out, -E the variables that could bring them back.
    done = subprocess.run(
        [sys.executable, "-E", "-S", str(SCRIPT), "dance"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("usage:")


def test_an_ordinary_user_installs_no_system_packages(monkeypatch):
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)

    assert bootstrap.apt_install(["libpango-1.0-0"]) is False
