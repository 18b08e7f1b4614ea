"""What is declared about a connection's account, as the checks take it."""

from __future__ import annotations

from scanners.declarations import Declarations
from scanners.models import Connection, ConnectionStatus, Stage
from scanners.registry import OwnAccount

# A log archive is neither: whether it needs a support plan of its own is for a person to say.
_IS_PRODUCTION = {Stage.PRODUCTION.value: True, Stage.NON_PRODUCTION.value: False}


def declarations_of(connection: Connection) -> Declarations:
    """The declarations that hold now. One query, and one more when the organization is not loaded."""
    organization = connection.organization
    live = Connection.objects.for_organization(organization).exclude(status=ConnectionStatus.REVOKED)
    return Declarations(
        is_production=_IS_PRODUCTION.get(connection.stage),
        is_log_account=connection.stage == Stage.LOG_ARCHIVE,
        own_accounts=tuple(_own_account(row) for row in live.order_by("account_id")),
        company_name=organization.company_name or organization.name,
        company_domains=tuple(organization.company_domains),
        is_contact_phone_attested=organization.is_contact_phone_attested,
    )


def _own_account(connection: Connection) -> OwnAccount:
    stage = "" if connection.stage == Stage.UNKNOWN else connection.stage
    return OwnAccount(connection.account_id, stage, is_connected=connection.is_active)
