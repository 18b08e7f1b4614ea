"""Mails of the development stack: kept as files, and a line with the links for the terminal of `make run`."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone
from django.utils.text import slugify

CONSOLE_FILE = "console.log"
LINK = re.compile(r"https?://[^\s<>\"']+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class FolderAndConsoleBackend(BaseEmailBackend):
    """Each mail becomes an .eml for mail programs and a .txt to read; `CONSOLE_FILE` gets one line, which is shown."""

    _one_at_a_time = threading.Lock()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them all; the count is what Django asks for."""
        folder = Path(str(settings.EMAIL_FILE_PATH))  # type: ignore[misc]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._one_at_a_time:
            for message in email_messages:
                self._write(folder, message)
        return len(email_messages)

    def _write(self, folder: Path, message: EmailMessage) -> None:
        moment = timezone.now().strftime("%Y%m%d-%H%M%S-%f")
        path = folder / f"{moment}-{slugify(message.subject)[:60] or 'mail'}"
        path.with_suffix(".eml").write_bytes(message.message().as_bytes())
        head = f"To: {', '.join(message.recipients())}\nSubject: {message.subject}\n\n"
        path.with_suffix(".txt").write_text(head + str(message.body), encoding="utf-8")
        with (folder / CONSOLE_FILE).open("a", encoding="utf-8") as console:
            console.write(console_line(message) + "\n")


def console_line(message: EmailMessage) -> str:
    """Recipient, subject and links in one line, free of what a terminal would obey."""
    links = " ".join(dict.fromkeys(LINK.findall(str(message.body))))
    line = f'Mail to {", ".join(message.recipients())}: "{message.subject}" {links}'
    return CONTROL.sub(" ", line).strip()
