"""When things happened in the demo accounts: told from today, so that the story stays true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def days_ago(days: float) -> str:
    """A moment so many days ago, as the admin API and the credential report write it."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
