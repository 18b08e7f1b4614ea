"""Company facts of an organization, which apply to all its accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ftrportal.organizations.models import Organization
from scanners.services.declarations.due import declared_anew

_DECLARED = frozenset({"company_name", "company_domains", "is_contact_phone_attested", "name"})


def judge_again_if_declared(instance: Organization, update_fields: Iterable[str] | None = None, **_: Any) -> None:
    """After a save that named one of the declared columns."""
    if update_fields is not None and _DECLARED & set(update_fields):
        declared_anew(instance)
