"""Mails about rows that were marked as told before: a mail that does not go takes the mark back."""

from __future__ import annotations

from collections.abc import Callable
from smtplib import SMTPException

import structlog
from django.core.mail import EmailMessage

log = structlog.get_logger(__name__)


def send_or_take_back(mail: EmailMessage, take_back: Callable[[], object], *, event: str, **ids: str) -> bool:
    """Whether the mail was sent; `event` and `ids` are for the log line when the mail server refused or was away."""
    is_sent = False
    try:
        mail.send()
        is_sent = True
    except (SMTPException, OSError) as error:
        log.warning(event, error=type(error).__name__, **ids)
    finally:
        # Also when the task's time is over: a mail that did not go is sent by a later sweep.
        if not is_sent:
            take_back()
    return is_sent
