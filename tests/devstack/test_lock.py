import os
import subprocess
import sys

import pytest

from devstack.supervisor.lock import AlreadyRunning, Holder, holder, run_lock


def test_second_run_is_told_where_the_first_one_is(tmp_path):
    path = tmp_path / "run" / "lock"

    with run_lock(path) as lock:
        lock.write(Holder(os.getpid(), "http://localhost:8123"))
        with pytest.raises(AlreadyRunning) as caught, run_lock(path):
            pytest.fail("the lock was taken twice")

    assert caught.value.holder == Holder(os.getpid(), "http://localhost:8123")


def test_nobody_holds_a_lock_that_was_let_go(tmp_path):
    path = tmp_path / "lock"

    with run_lock(path):
        assert holder(path) == Holder(os.getpid())

    assert holder(path) is None


def test_lock_of_a_killed_process_is_free(tmp_path):
    path = tmp_path / "lock"
    program = (
        "import os, pathlib, sys; from devstack.supervisor.lock import run_lock\n"
        "with run_lock(pathlib.Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )

    subprocess.run([sys.executable, "-c", program, str(path)], check=False)

    with run_lock(path):
        assert holder(path) == Holder(os.getpid())
