"""With real, small processes."""

import os
import subprocess
import sys
import time

import psutil
import pytest

from devstack.supervisor.layout import Layout
from devstack.supervisor.leftovers import MARK, end_leftovers
from devstack.supervisor.processes import Command, Process
from devstack.supervisor.stack import RESTARTS, Stack, StackFailed, answers

SLEEPS = "import time; print('up', flush=True); time.sleep(60)"
FAILS = "import sys; print('no such file: settings.ini'); sys.exit(3)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
WITH_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print(child.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def stack(tmp_path):
    layout = Layout(tmp_path / "with space")
    layout.make()
    stack = Stack(layout, web_port=0, real_aws=False)
    yield stack
    stack.stop()


def add(stack, name, program, grace_seconds=5.0):
    command = Command([sys.executable, "-c", program], dict(os.environ), grace_seconds)
    part = Process(name, stack.layout.log(name), command)
    stack.parts.append(part)
    part.start()
    return part


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def said(part):
    return part.log.read_text() if part.log.exists() else ""


def test_stopping_ends_every_part(stack):
    pids = [add(stack, name, SLEEPS).running.pid for name in ("aws", "web", "worker")]

    stack.stop()

    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert stack.parts == []


def test_a_part_that_does_not_listen_is_killed_after_its_grace(stack):
    part = add(stack, "worker", DEAF, grace_seconds=0.3)
    wait_for(lambda: "up" in said(part))
    pid = part.running.pid

    stack.stop()

    assert not psutil.pid_exists(pid)


def test_a_killed_part_is_started_again_without_its_orphans(stack):
    part = add(stack, "worker", WITH_CHILD)
    wait_for(lambda: said(part).strip())
    orphan, first = psutil.Process(int(said(part))), part.running.pid
    part.running.kill()
    wait_for(part.has_ended)

    (line,) = stack.watch()

    assert line.startswith("worker had ended and was started again")
    assert part.running.pid != first
    wait_for(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)


def test_a_part_that_keeps_ending_stops_the_run_and_shows_why(stack):
    part = add(stack, "web", FAILS)

    for _ in range(RESTARTS):
        wait_for(part.has_ended)
        if part.starts_within(60) <= RESTARTS:
            stack.watch()
    wait_for(part.has_ended)
    with pytest.raises(StackFailed, match="no such file"):
        stack.watch()


def test_leftovers_of_this_folder_are_ended_and_no_others(tmp_path):
    mine, other = tmp_path / "mine", tmp_path / "other"
    processes = {
        folder: subprocess.Popen([sys.executable, "-c", SLEEPS], env={**os.environ, MARK: str(folder)}, stdout=-3)
        for folder in (mine, other)
    }
    try:
        count = end_leftovers(mine)

        assert count == 1
        assert processes[mine].poll() is not None
        assert processes[other].poll() is None
    finally:
        for process in processes.values():
            process.kill()
            process.wait()


def test_a_process_id_that_now_belongs_to_somebody_else_is_left_alone(tmp_path):
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    stranger = subprocess.Popen([sys.executable, "-c", SLEEPS], stdout=subprocess.DEVNULL)
    (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n")
    try:
        assert end_leftovers(tmp_path) == 0
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_nobody_answers_where_nobody_listens():
    assert not answers("http://127.0.0.1:1/healthz")
