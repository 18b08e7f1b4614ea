import socket

import pytest

from devstack import run
from devstack.supervisor.fingerprint import code_fingerprint, is_prepared, note_prepared
from devstack.supervisor.lock import Holder, run_lock
from devstack.supervisor.ports import PortTaken, web_port


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_started_twice_it_says_where_the_first_one_is(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FTRPORTAL_VAR", str(tmp_path))

    with run_lock(tmp_path / "run" / "lock") as lock:
        lock.write(Holder(1, "http://localhost:8042"))
        code = run.main()

    assert code == 0
    assert "already running: http://localhost:8042" in capsys.readouterr().out


def test_a_port_that_was_asked_for_and_is_taken_is_named(taken):
    with pytest.raises(PortTaken, match=str(taken)):
        web_port(str(taken))


def test_without_a_wish_the_next_free_port_is_taken(taken, monkeypatch):
    monkeypatch.setattr("devstack.supervisor.ports.USUAL", taken)

    assert web_port("") > taken


def test_a_taken_port_ends_the_run_with_one_line(tmp_path, monkeypatch, capsys, taken):
    monkeypatch.setenv("FTRPORTAL_VAR", str(tmp_path))
    monkeypatch.setenv("PORT", str(taken))

    assert run.main() == 1
    assert capsys.readouterr().out == f"Port {taken} is in use. Choose another: make run PORT=8080\n"


def test_an_unknown_aws_is_refused(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FTRPORTAL_VAR", str(tmp_path))
    monkeypatch.setenv("AWS", "yes")

    assert run.main() == 1
    assert "simulated or real" in capsys.readouterr().out


def test_a_changed_file_means_preparing_again(tmp_path):
    source = tmp_path / "ftrportal" / "models.py"
    source.parent.mkdir()
    source.write_text("one")
    for name in ("assessments", "scanners", "static", "requirements.txt"):
        (tmp_path / name).touch()
    stamps = [tmp_path / "stamp"]
    note_prepared(stamps, code_fingerprint(tmp_path))
    assert is_prepared(stamps, code_fingerprint(tmp_path))

    source.write_text("other")

    assert not is_prepared(stamps, code_fingerprint(tmp_path))


def test_a_deleted_database_means_preparing_again(tmp_path):
    stamps = [tmp_path / "database", tmp_path / "static"]
    note_prepared(stamps, "code")

    stamps[0].unlink()

    assert not is_prepared(stamps, "code")
