import email

import pytest
from django.core.mail import EmailMessage, get_connection

from devstack.mail import CONSOLE_FILE, console_line
from devstack.run import new_lines

BACKEND = "devstack.mail.FolderAndConsoleBackend"


@pytest.fixture
def folder(tmp_path, settings):
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def send(subject, body):
    message = EmailMessage(subject, body, "portal@example.com", ["ada@example.com"], connection=get_connection(BACKEND))
    return message.send()


def test_a_mail_is_kept_whole_and_readable(folder):
    sent = send("Confirm your email address", "Grüße!\nhttp://localhost:8000/confirm/abc=\n")

    (eml,) = folder.glob("*.eml")
    (text,) = folder.glob("*.txt")
    kept = email.message_from_bytes(eml.read_bytes())
    assert sent == 1
    assert kept["To"] == "ada@example.com"
    assert "Grüße!" in kept.get_payload(decode=True).decode()
    assert "http://localhost:8000/confirm/abc=" in text.read_text()


def test_the_terminal_shows_one_line_with_the_links(folder):
    lines = new_lines(folder / CONSOLE_FILE)
    next(lines)

    send("Confirm", "Go to http://localhost:8000/confirm/abc/ now.\nOr http://localhost:8000/help")

    shown = next(lines)
    assert shown == ['Mail to ada@example.com: "Confirm" http://localhost:8000/confirm/abc/ http://localhost:8000/help']
    assert next(lines) == []


def test_a_mail_cannot_write_to_the_terminal_what_it_would_obey():
    message = EmailMessage(
        "Hello \x1b[2J\nforged line", "http://localhost/\x1b]0;title\x07", "a@example.com", ["b@e.com"]
    )

    line = console_line(message)

    assert "\x1b" not in line
    assert "\x07" not in line
    assert "\n" not in line


def test_a_subject_cannot_leave_the_folder(folder):
    send("../../etc/passwd", "text")

    assert len(list(folder.glob("*-etcpasswd.eml"))) == 1
