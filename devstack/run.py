"""`make run`: the whole portal on this machine until Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from devstack import machine
from devstack.demo import DEMO_EMAIL, DEMO_PASSWORD
from devstack.mail import CONSOLE_FILE
from devstack.postgres import ServiceFailed
from devstack.supervisor.environment import RealAwsIncomplete, write_private
from devstack.supervisor.layout import Layout, this_layout
from devstack.supervisor.leftovers import end_leftovers
from devstack.supervisor.lock import AlreadyRunning, Holder, RunLock, run_lock
from devstack.supervisor.ports import PortTaken, web_port
from devstack.supervisor.stack import Stack, StackFailed

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_SECONDS = 0.5


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM; not an Exception, so that nothing on the way takes it for a failure."""


def main() -> int:
    """Run until told to stop. 0: stopped, or running already; 1: it could not start or could not go on."""
    layout = this_layout()
    layout.make()
    try:
        with run_lock(layout.lock) as lock:
            return _run(layout, lock)
    except AlreadyRunning as error:
        address = error.holder.address or "its address is shown where it was started, in a moment"
        say(f"The portal is already running: {address}\nStop it with Ctrl-C there, or with: make stop")
        return 0


def say(text: str) -> None:
    print(text, flush=True)


def _run(layout: Layout, lock: RunLock) -> int:
    try:
        stack = Stack(layout, web_port=web_port(os.environ.get("PORT", "")), real_aws=_wants_real_aws())
    except (PortTaken, ValueError) as error:
        say(str(error))
        return 1
    with _signals_raise_stop():
        try:
            _start(stack, lock)
            _watch(stack)
        except StopRequested:
            say("\nStopping ...")
            code = 0
        except (StackFailed, ServiceFailed, RealAwsIncomplete, machine.StaticFilesFailed) as error:
            say(f"\n{error}\nStopping what was started ...")
            code = 1
        with _signals_ignored():
            stack.stop()
            end_leftovers(layout.var)
            layout.environment.unlink(missing_ok=True)
    say("Stopped. The data is kept; `make run` goes on with it, `make reset` deletes it.")
    return code


def _start(stack: Stack, lock: RunLock) -> None:
    started = time.monotonic()
    layout = stack.layout
    lock.write(Holder(os.getpid(), stack.address))
    say("Starting the portal ...")
    if end_leftovers(layout.var):
        say("An earlier run had not ended in order; what it left running was stopped.")
    machine.ensure_pdf_libraries()
    machine.ensure_static_files()
    stack.start()
    write_private(layout.environment, json.dumps(stack.environment))
    say(_welcome(stack, time.monotonic() - started))


def _welcome(stack: Stack, seconds: float) -> str:
    real = "real AWS, with this machine's credentials"
    lines = [
        ("Open", stack.address),
        ("Sign in as", f"{DEMO_EMAIL}  password  {DEMO_PASSWORD}"),
        ("AWS", real if stack.real_aws else "simulated; nothing leaves this machine"),
        ("Mails", f"{stack.layout.mail}  (and a line here)"),
        ("Logs", f"{stack.layout.logs}"),
    ]
    body = "\n".join(f"  {name:<11} {value}" for name, value in lines)
    return f"\nFTR Portal is ready after {seconds:.0f} s.\n\n{body}\n\nCtrl-C stops it.\n"


def _watch(stack: Stack) -> None:
    mails = new_lines(stack.layout.mail / CONSOLE_FILE)
    while True:
        for line in [*stack.watch(), *next(mails)]:
            say(line)
        time.sleep(LOOK_SECONDS)


def new_lines(path: Path) -> Iterator[list[str]]:
    """Each step gives the whole lines that were added since the step before."""
    position = path.stat().st_size if path.exists() else 0
    while True:
        added = b""
        if path.exists():
            with path.open("rb") as file:
                file.seek(position)
                added = file.read()
        whole = added[: added.rfind(b"\n") + 1]
        position += len(whole)
        yield whole.decode("utf-8", errors="replace").splitlines()


def _wants_real_aws() -> bool:
    wanted = os.environ.get("AWS", "simulated").strip().lower()
    if wanted not in {"simulated", "real"}:
        raise ValueError(f"AWS must be simulated or real, not {wanted!r}.")
    return wanted == "real"


@contextmanager
def _signals_raise_stop() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise StopRequested

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _signals_ignored() -> Iterator[None]:
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main())
