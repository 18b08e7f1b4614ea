"""Client of the PDF process: starts it, exchanges messages with a timeout, ends it."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PASSED_ON = ("PATH", "LANG", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "LD_LIBRARY_PATH")
# Reproducible order of sets, and no bytecode files.
OURS = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
CHUNK = 256 * 1024


class TypesetterDiedError(Exception):
    """The process ended during a job; the text is the end of its output."""


@dataclass(slots=True)
class Answer:
    """A message of the process: nothing yet, a finished step, a failure or the document."""

    message: Mapping[str, Any] = field(default_factory=dict)
    document: bytes = b""


class Typesetter:
    """One PDF process. After any exception it must be killed, because its next output is undefined."""

    def __init__(self) -> None:
        self._said = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assessments.reports.pdf.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            cwd=ROOT,
            bufsize=0,
            # No credentials and no database address in its environment.
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | OURS,
            # Its children are in its group: one signal ends all.
            start_new_session=True,
        )
        self._pipes = [cast(IO[bytes], pipe) for pipe in (self._process.stdin, self._process.stdout)]
        self._jobs, self._answers = (pipe.fileno() for pipe in self._pipes)
        os.set_blocking(self._jobs, False)
        self.is_warm = False  # whether it may have ended on its own before a job came

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, job: Mapping[str, Any], html: bytes, *, poll_seconds: float) -> Iterator[Answer]:
        """Send a job and yield answers, an empty one whenever `poll_seconds` passed. Raises TypesetterDiedError."""
        self._said.truncate(0)
        left = memoryview(json.dumps({**job, "length": len(html)}).encode() + b"\n" + html)
        received, wanted = bytearray(), None
        with selectors.DefaultSelector() as selector:
            selector.register(self._answers, selectors.EVENT_READ)
            selector.register(self._jobs, selectors.EVENT_WRITE)
            while True:
                ready = {key.fd for key, _ in selector.select(poll_seconds)}
                if self._jobs in ready:
                    left = left[self._write(left[:CHUNK]) :]
                    if not left:
                        selector.unregister(self._jobs)
                if self._answers in ready:
                    received += self._read()
                while wanted is None and b"\n" in received:
                    line, _, rest = bytes(received).partition(b"\n")
                    received, message = bytearray(rest), json.loads(line)
                    if "length" not in message:
                        yield Answer(message)
                        continue
                    wanted = message["length"]
                if wanted is not None and len(received) >= wanted:
                    self.is_warm = True
                    yield Answer(document=bytes(received))
                    return
                yield Answer()

    def _write(self, data: memoryview) -> int:
        try:
            return os.write(self._jobs, data)
        except BrokenPipeError:
            raise self._death() from None

    def _read(self) -> bytes:
        chunk = os.read(self._answers, CHUNK)
        if not chunk:
            raise self._death()
        return chunk

    def _death(self) -> TypesetterDiedError:
        code = self._process.wait(10)
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace").strip()[-500:]
        return TypesetterDiedError(said or f"ended with {code}")

    def kill(self) -> None:
        """Kill the process and its children."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        for file in (*self._pipes, self._said):
            file.close()


_kept: dict[int, Typesetter] = {}  # by process id: a forked worker must not use its parent's
_lock = threading.Lock()


def warm() -> None:
    """Start a process in advance, because its imports take one to two seconds."""
    with _lock:
        kept = _kept.get(os.getpid())
        if kept is not None and kept.is_alive:
            return
        _kept[os.getpid()] = typesetter = Typesetter()
        typesetter.is_warm = True
    if kept is not None:
        kept.kill()


@contextmanager
def borrowed() -> Iterator[Typesetter]:
    """Context manager of a process for one job: the warm one or a new one. Kept only after success."""
    with _lock:
        typesetter = _kept.pop(os.getpid(), None)
    if typesetter is not None and not typesetter.is_alive:
        typesetter.kill()
        typesetter = None
    typesetter = typesetter or Typesetter()
    spare: Typesetter | None = typesetter
    try:
        yield typesetter
        with _lock:
            spare, _kept[os.getpid()] = _kept.get(os.getpid()), typesetter
    finally:
        if spare is not None:
            spare.kill()


@atexit.register
def close() -> None:
    """End the warm process."""
    with _lock:
        typesetter = _kept.pop(os.getpid(), None)
    if typesetter is not None:
        typesetter.kill()
