"""The children that read what strangers wrote open no network, read no foreign file and begin no process."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import tempfile

import pytest

from assessments.reports.pdf.client import ROOT
from assessments.reports.pdf.sandbox import Made
from assessments.reports.pdf.server import PdfServer
from ftrportal.common import sandbox

JOB = {"identifier": "0" * 32, "cpu_seconds": 30, "memory_bytes": 2**30}
ATTEMPTS = {
    "socket": (sandbox.NO_NETWORK, socket.socket),
    "passwd": (sandbox.NO_FILES, lambda: open("/etc/passwd").close()),
    "our own folder": (sandbox.NO_FILES, lambda: open(ROOT / "README.md").close()),
    "environment": (sandbox.NO_FILES, lambda: open(f"/proc/{os.getppid()}/environ").close()),
    "write": (sandbox.NO_FILES, lambda: open("/tmp/left-by-a-child", "w").close()),
    "fork": (sandbox.NO_PROCESSES, lambda: os.fork() or os._exit(0)),
    "program": (sandbox.NO_PROCESSES, lambda: subprocess.run(["true"], check=False)),
}


def outcomes() -> dict[str, str]:
    """In the child: the name of the error of each attempt."""
    found = {}
    for name, (_, attempt) in ATTEMPTS.items():
        try:
            attempt()
        except OSError as error:
            found[name] = type(error).__name__
        else:
            found[name] = "done"
    return found | {"folder": tempfile.gettempdir()}


@pytest.fixture(scope="module")
def of_typesetter() -> dict[str, str]:
    reading, writing = os.pipe()
    done = PdfServer(JOB, io.BytesIO(), parent=reading)._run([lambda: (outcomes(), b"")])[0]
    os.close(reading)
    os.close(writing)
    assert isinstance(done, Made), done
    return done.about


@pytest.fixture(scope="module")
def of_decoder() -> dict[str, str]:
    code = (
        "import json, sys; from assessments.pictures import decoder_process\n"
        "from tests.assessments.reports.pdf.test_isolation import outcomes\n"
        "decoder_process.isolate(); print(json.dumps(outcomes()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("child", ["of_typesetter", "of_decoder"])
def test_it_is_refused_in_the_child(request, child, attempt):
    what, _ = ATTEMPTS[attempt]
    if what in sandbox.impossible_here():
        pytest.skip(f"this kernel has: {what} is not possible")

    # The limit of files to write, which the decoder has too, is told otherwise.
    assert request.getfixturevalue(child)[attempt] in ("PermissionError", "BlockingIOError")


def test_the_typesetters_own_folder_is_gone_afterwards(of_typesetter):
    assert "typesetting-" in of_typesetter["folder"]
    assert not os.path.exists(of_typesetter["folder"])
