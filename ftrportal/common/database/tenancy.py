"""Which organization the current transaction may see. Transaction-local settings: a pooled connection keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


def _set(name: str, value: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{name} may only be set inside a transaction, or it would outlive its request")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def _get(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def enter_organization(organization_id: UUID | str) -> None:
    """From here to the end of the transaction, rows of this organization (and only its own) can be read and written."""
    _set("app.organization", str(UUID(str(organization_id))))


def enter_user(user_id: int) -> None:
    """From here to the end of the transaction, this user's memberships and their organizations can be read."""
    _set("app.user", str(int(user_id)))


def enter_invitation(token_hash: str) -> None:
    """From here to the end of the transaction, the one invitation with this token hash can be read."""
    _set("app.invitation", token_hash)


def enter_badge(token: str) -> None:
    """From here to the end of the transaction, the one badge with this token can be read."""
    _set("app.badge", token)


@contextmanager
def organization_context(organization_id: UUID | str) -> Iterator[None]:
    """A transaction (or savepoint) inside which one organization's rows are visible."""
    with transaction.atomic():
        before = _get("app.organization")
        enter_organization(organization_id)
        yield
        # An exception rolls the setting back together with the savepoint; only success has to undo it.
        _set("app.organization", before)


@contextmanager
def sweeper_context() -> Iterator[None]:
    """A transaction in which unfinished jobs of all organizations can be listed (not changed)."""
    with transaction.atomic():
        _set("app.sweeper", "on")
        yield
        _set("app.sweeper", "")
