"""The sessions STS has handed out, and what binds each of them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime


@dataclass(frozen=True)
class Session:
    """An assumed role's session. `policies` are its session policies, None when the caller passed none."""

    access_key_id: str
    token: str
    account_id: str
    role_arn: str
    name: str
    policies: tuple[object, ...] | None
    expires_at: datetime

    @property
    def role_name(self) -> str:
        """The last part of the role's ARN; a role's path is not part of the session's ARN."""
        return self.role_arn.rsplit("/", 1)[-1]

    @property
    def arn(self) -> str:
        """The session as AWS names it in answers and errors."""
        return f"arn:aws:sts::{self.account_id}:assumed-role/{self.role_name}/{self.name}"

    def has_expired(self) -> bool:
        """True once its time is over."""
        return datetime.now(UTC) >= self.expires_at


class Sessions:
    """Sessions by access key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}

    def add(self, session: Session) -> None:
        """Remember a session."""
        with self._lock:
            self._sessions[session.access_key_id] = session

    def find(self, access_key_id: str) -> Session | None:
        """The session a key opens."""
        return self._sessions.get(access_key_id)

    def expire(self, *, access_key_id: str | None = None, account_id: str | None = None) -> int:
        """End one session, an account's, or (with neither) all of them now; the number that ended."""
        now = datetime.now(UTC)
        with self._lock:
            ending = [
                session
                for session in self._sessions.values()
                if access_key_id in {None, session.access_key_id} and account_id in {None, session.account_id}
            ]
            for session in ending:
                self._sessions[session.access_key_id] = replace(session, expires_at=now)
        return len(ending)
