"""An organization's trail as the account that owns it sees it.

A member account may not read the event selectors of its organization's trail: only the management account, or the
delegated administrator, may.
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scanners.engine.facts.cloudtrail import Trail
from scanners.engine.facts.unknown import Reason, Unknown
from scanners.engine.scope import Scope


def is_of_another(scope: Scope, trail: Trail) -> bool:
    """An organization trail that another account owns and whose selectors could not be read from here."""
    is_foreign = trail.is_organization and trail.owner_account_id != scope.account_id
    return is_foreign and isinstance(trail.selectors, Unknown)


def as_owner_sees(scope: Scope, trails: Iterable[Trail]) -> tuple[Trail, ...]:
    """The trails, with selectors from the scan of the owning account, or a gap that names the account to connect."""
    return tuple(_told(scope, one) if is_of_another(scope, one) else one for one in trails)


def _told(scope: Scope, trail: Trail) -> Trail:
    if trail.arn in scope.complete_trails:
        return replace(trail, selectors=None)
    detail = (
        f"Connect management account {trail.owner_account_id}: only it can read the event selectors of organization "
        f"trail {trail.name}."
    )
    return replace(trail, selectors=Unknown(Reason.NOT_COLLECTED, "", detail))
