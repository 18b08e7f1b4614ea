"""Isolation, tried from inside: what the kernel can refuse is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ftrportal import checks
from ftrportal.common import sandbox

ROOT = Path(__file__).resolve().parents[3]
# Runs in a child: each attempt gives the name of its error, or "done".
INSIDE = """
import json, os, socket, subprocess, sys, tempfile, threading
from ftrportal.common import sandbox
canary, readable, writable = sys.argv[1:]
impossible = sandbox.apply(readable=(*sandbox.python_folders(), readable), writable=(writable,))
def tried(attempt):
    try:
        attempt()
    except OSError as error:
        return type(error).__name__
    return "done"
def fork():
    if os.fork() == 0:
        os._exit(0)
def thread():
    one = threading.Thread(target=len, args=("",))
    one.start()
    one.join()
print(json.dumps({
    "impossible": impossible,
    "socket": tried(socket.socket), "pair": tried(socket.socketpair),
    "udp": tried(lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)),
    "unix": tried(lambda: socket.socket(socket.AF_UNIX)),
    "passwd": tried(lambda: open("/etc/passwd")), "canary": tried(lambda: open(canary)),
    "list": tried(lambda: os.listdir("/etc")), "environment": tried(lambda: open("/proc/1/environ")),
    "write": tried(lambda: open(canary + ".new", "w")), "overwrite": tried(lambda: open(readable, "w")),
    "remove": tried(lambda: os.unlink(canary)),
    "fork": tried(fork), "spawn": tried(lambda: subprocess.run([sys.executable, "-c", ""])),
    "exec": tried(lambda: os.execv("/bin/true", ["true"])), "signal": tried(lambda: os.kill(os.getppid(), 0)),
    "reading": tried(lambda: open(readable)), "own": tried(lambda: open(writable + "/new", "w")),
    "import": tried(lambda: __import__("xml.dom.minidom")), "thread": tried(thread),
}))
"""
REFUSED = {
    sandbox.NO_NETWORK: ("socket", "pair", "udp", "unix"),
    sandbox.NO_FILES: ("passwd", "canary", "list", "environment", "write", "overwrite", "remove"),
    sandbox.NO_PROCESSES: ("fork", "spawn", "exec"),
}


@pytest.fixture(scope="module")
def attempts(tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("sandbox")
    (folder / "own").mkdir()
    (folder / "canary").write_text("canary")
    (folder / "readable").write_text("text")
    paths = [str(folder / name) for name in ("canary", "readable", "own")]
    done = subprocess.run([sys.executable, "-c", INSIDE, *paths], capture_output=True, check=True, cwd=ROOT)
    assert (folder / "canary").exists()
    return json.loads(done.stdout)


@pytest.mark.parametrize(("what", "attempt"), [(what, one) for what, many in REFUSED.items() for one in many])
def test_it_is_refused_from_inside(attempts, what, attempt):
    if what in attempts["impossible"]:
        pytest.skip(f"this kernel has: {what} is not possible")

    assert attempts[attempt] == "PermissionError"


@pytest.mark.parametrize("attempt", ["reading", "own", "import", "thread"])
def test_what_a_child_needs_is_not_refused(attempts, attempt):
    assert attempts[attempt] == "done"


def test_what_is_said_to_be_impossible_is_what_a_child_finds(attempts):
    assert list(sandbox.impossible_here()) == attempts["impossible"]


@pytest.mark.parametrize("impossible", [(), (sandbox.NO_FILES,), sandbox.ALL])
def test_a_system_check_names_what_is_not_possible(monkeypatch, impossible):
    monkeypatch.setattr(sandbox, "impossible_here", lambda: impossible)

    messages = checks.children_are_isolated(None)

    assert [one.id for one in messages] == (["ftrportal.W001"] if impossible else [])
    assert all(what in one.msg for one in messages for what in impossible)


def test_a_system_without_these_calls_isolates_nothing_and_says_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    assert sandbox.apply() == sandbox.ALL
