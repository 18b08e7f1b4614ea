"""The typesetting process: warm, without our environment, under limits, and gone when nobody wants it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from assessments.reports.pdf import client
from assessments.reports.pdf import rendering as pdf

SMALL = "<html lang='en'><head><title>t</title></head><body><p>word</p></body></html>"
ENDLESS = "<html><head><title>t</title></head><body>" + "<p>word word</p>" * 20_000
BOMB = "<html><body><table><tr><td colspan='100000'>x</td></tr></table>" * 3

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


@pytest.fixture(autouse=True)
def fresh():
    client.close()
    yield
    client.close()


def kept() -> int:
    """Process id of the typesetter that this process keeps."""
    return client._kept[os.getpid()]._process.pid


def in_session(leader: int) -> list[int]:
    """Processes, not yet ended, that the typesetter began, and itself."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state not in "ZX":
            found.append(int(path.parent.name))
    return found


def parts_being_set(leader: int) -> list[int]:
    """Forked children: not what an import runs for a moment to look for a library."""
    return [one for one in in_session(leader) if one != leader and command(one) == command(leader)]


def command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def noting(made, begin):
    """The way a typesetter begins, with each one noted in a list."""

    def begin_and_note(typesetter):
        begin(typesetter)
        made.append(typesetter)

    return begin_and_note


def eventually(true, seconds=20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def test_it_is_kept_for_the_next_document():
    first = pdf.render(SMALL)
    process = kept()

    assert pdf.render(SMALL) == first
    assert kept() == process


def test_it_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary-of-the-environment")
    pdf.render(SMALL)

    told = Path(f"/proc/{kept()}/environ").read_text()

    assert "canary" not in told
    assert {line.split("=")[0] for line in told.split("\0") if line} <= {*client.PASSED_ON, *client.OURS, "LC_CTYPE"}


def test_after_a_document_over_its_limits_a_new_one_takes_the_next(monkeypatch):
    with monkeypatch.context() as narrow:
        narrow.setattr(pdf, "CPU_SECONDS", 1)
        with pytest.raises(pdf.RenderFailedError, match=r"report\.too_large"):
            pdf.render(BOMB)

    assert pdf.render(SMALL).startswith(b"%PDF")


def test_a_wish_to_stop_leaves_no_process_behind():
    pdf.render(SMALL)
    process = kept()

    with pytest.raises(pdf.RenderCancelledError):
        pdf.render(ENDLESS, should_stop=lambda: True, poll_seconds=0.2)

    assert eventually(lambda: in_session(process) == [], seconds=60)


def test_the_clock_ends_it_too(monkeypatch):
    monkeypatch.setattr(pdf, "WALL_SECONDS", 0.5)

    with pytest.raises(pdf.RenderFailedError) as failed:
        pdf.render(ENDLESS, poll_seconds=0.1)

    assert (failed.value.reason, failed.value.detail) == ("report.too_large", "not ready after 0.5 s")


def test_killed_from_outside_it_is_a_death_and_not_a_document(monkeypatch):
    made = []
    monkeypatch.setattr(client.Typesetter, "__init__", noting(made, client.Typesetter.__init__))

    def kill_it():
        os.kill(made[-1]._process.pid, 9)
        return False

    with pytest.raises(pdf.RenderFailedError) as failed:
        pdf.render(ENDLESS, should_stop=kill_it, poll_seconds=0.2)

    assert failed.value.reason == "report.typesetter_died"
    assert pdf.render(SMALL).startswith(b"%PDF")


def test_one_that_died_while_it_waited_is_replaced():
    pdf.render(SMALL)
    os.kill(kept(), 9)

    assert pdf.render(SMALL).startswith(b"%PDF")


def test_one_that_was_begun_early_gets_the_job(monkeypatch):
    made = []
    monkeypatch.setattr(client.Typesetter, "__init__", noting(made, client.Typesetter.__init__))

    pdf.get_ready()
    pdf.get_ready()
    early = kept()

    assert pdf.render(SMALL).startswith(b"%PDF")
    assert (len(made), kept()) == (1, early)


@pytest.mark.parametrize("again", [pdf.get_ready, lambda: None])
def test_one_that_was_begun_early_and_died_is_replaced(again):
    pdf.get_ready()
    early = kept()
    os.kill(early, 9)

    again()

    assert pdf.render(SMALL).startswith(b"%PDF")
    assert kept() != early
    assert in_session(early) == []


def test_when_the_worker_dies_the_typesetter_and_its_children_end():
    typesetter = client.Typesetter()
    job = {"identifier": "0" * 32, "cpu_seconds": 60, "memory_bytes": 2**30}
    answers = typesetter.ask(job, ENDLESS.encode(), poll_seconds=0.1)
    process = typesetter._process.pid
    assert eventually(lambda: next(answers) and parts_being_set(process), seconds=60)

    answers.close()
    typesetter._pipes[0].close()

    assert eventually(lambda: in_session(process) == [], seconds=60)
    typesetter.kill()


def test_steps_are_told():
    steps = []

    pdf.render(SMALL, told=lambda done, of: steps.append((done, of)))

    assert steps[-1][0] >= 1
    assert all(done <= of for done, of in steps)
